package dev.muster.engine.indexed;

import java.math.BigInteger;

/**
 * How well teams are balanced: the most even sizes first, then the closest averages.
 *
 * <p>The distance is a sum of fractions, one per number rule: the range of the teams' means over
 * maxDifference. It is compared in floating point where that is certain, else exactly.
 */
final class Balance implements Comparable<Balance> {
  private static final double CERTAIN = 1e-9;
  private static final long[] NONE = {};

  /** The squares of the team sizes, added up. */
  final long unevenness;

  private final long[] ranges;
  private final long[] counts;
  private final long[] maxDifferences;
  private final double distance;

  /**
   * A balance.
   *
   * @param ranges by number rule: the range of the teams' means, times the count beside it
   * @param counts by number rule: above 0
   * @param maxDifferences by number rule; 0 only where the range is
   */
  Balance(long unevenness, long[] ranges, long[] counts, long[] maxDifferences) {
    this.unevenness = unevenness;
    this.ranges = ranges;
    this.counts = counts;
    this.maxDifferences = maxDifferences;
    double sum = 0;
    for (int rule = 0; rule < ranges.length; rule++) {
      sum += ranges[rule] == 0 ? 0 : (double) ranges[rule] / counts[rule] / maxDifferences[rule];
    }
    this.distance = sum;
  }

  /** One team has nobody to be balanced with. */
  static Balance ofOneTeam(int players) {
    return new Balance((long) players * players, NONE, NONE, NONE);
  }

  @Override
  public int compareTo(Balance other) {
    if (unevenness != other.unevenness) {
      return Long.compare(unevenness, other.unevenness);
    }
    double difference = distance - other.distance;
    if (Math.abs(difference) > CERTAIN * (distance + other.distance)) {
      return difference < 0 ? -1 : 1;
    }
    if (ranges.length == 1 && counts[0] == other.counts[0]) {
      return Long.compare(ranges[0], other.ranges[0]);
    }
    return compareExactly(other);
  }

  private int compareExactly(Balance other) {
    BigInteger[] left = fraction();
    BigInteger[] right = other.fraction();
    return left[0].multiply(right[1]).compareTo(right[0].multiply(left[1]));
  }

  private BigInteger[] fraction() {
    var numerator = BigInteger.ZERO;
    var denominator = BigInteger.ONE;
    for (int rule = 0; rule < ranges.length; rule++) {
      if (ranges[rule] > 0) {
        var below =
            BigInteger.valueOf(counts[rule]).multiply(BigInteger.valueOf(maxDifferences[rule]));
        numerator =
            numerator.multiply(below).add(BigInteger.valueOf(ranges[rule]).multiply(denominator));
        denominator = denominator.multiply(below);
      }
    }
    return new BigInteger[] {numerator, denominator};
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Balance balance && compareTo(balance) == 0;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(unevenness);
  }
}
