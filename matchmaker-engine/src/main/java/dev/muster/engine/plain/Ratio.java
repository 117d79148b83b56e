package dev.muster.engine.plain;

import java.math.BigInteger;

/**
 * An exact fraction, at least 0; compared by cross-multiplying, without tolerance.
 *
 * @param denominator above 0
 */
record Ratio(BigInteger numerator, BigInteger denominator) implements Comparable<Ratio> {
  static final Ratio ZERO = of(0, 1);

  static Ratio of(long numerator, long denominator) {
    return new Ratio(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
  }

  Ratio plus(Ratio other) {
    return new Ratio(
        numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
        denominator.multiply(other.denominator));
  }

  Ratio dividedBy(long divisor) {
    return new Ratio(numerator, denominator.multiply(BigInteger.valueOf(divisor)));
  }

  @Override
  public int compareTo(Ratio other) {
    return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
  }
}
