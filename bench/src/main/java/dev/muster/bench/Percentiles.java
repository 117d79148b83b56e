package dev.muster.bench;

import java.util.Locale;
import java.util.stream.DoubleStream;

/** A set of measured values, to be told by percentiles. */
public final class Percentiles {
  private final double[] ascending;

  private Percentiles(double[] ascending) {
    this.ascending = ascending;
  }

  /** Of values in any order. */
  public static Percentiles of(DoubleStream values) {
    return new Percentiles(values.sorted().toArray());
  }

  /**
   * The least of the values that so many per cent of all do not exceed; 0 when there is none.
   *
   * @param percent from 0 to 100
   */
  public double at(double percent) {
    int rank = (int) Math.ceil(ascending.length * percent / 100);
    return ascending.length == 0 ? 0 : ascending[Math.max(rank, 1) - 1];
  }

  /** How many values there are. */
  public int count() {
    return ascending.length;
  }

  /** The usual ones for people. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "p50 %.1f, p90 %.1f, p99 %.1f, most %.1f", at(50), at(90), at(99), at(100));
  }
}
