package dev.muster.bench.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How fast each thousand of many equal things was done, what is left over not counted. */
record Thousands(List<Double> perSecond) {
  private static final int PART = 1_000;

  /**
   * Of these instants at which one was done, in nanoseconds since the start, in their order.
   *
   * @throws IllegalArgumentException when there is not one thousand
   */
  static Thousands of(long[] nanos) {
    if (nanos.length < PART) {
      throw new IllegalArgumentException(nanos.length + " are less than a thousand");
    }
    var rates = new ArrayList<Double>();
    long before = 0;
    for (int end = PART; end <= nanos.length; end += PART) {
      rates.add(PART * 1e9 / (nanos[end - 1] - before));
      before = nanos[end - 1];
    }
    return new Thousands(rates);
  }

  /** How far the slowest is below the one in the middle. */
  double slowestToMedian() {
    var sorted = perSecond.stream().sorted().toList();
    return sorted.get(0) / sorted.get(sorted.size() / 2);
  }

  @Override
  public String toString() {
    var each = perSecond.stream().map(rate -> String.format(Locale.ROOT, "%,.0f", rate));
    return String.format(
        Locale.ROOT,
        "%s per second; the slowest thousand %.2f of the median",
        each.collect(Collectors.joining(" ")),
        slowestToMedian());
  }
}
