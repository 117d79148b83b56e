package dev.muster.engine.profile;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Numbers as 64-bit counts of millionths.
 *
 * <p>Ratings, latencies and the limits on them are compared exactly: they are rounded half-even to
 * six decimals once, where they come in, and are whole numbers from then on.
 */
public final class Millionths {
  /** One, in millionths. */
  public static final long ONE = 1_000_000;

  /** The greatest absolute value that is accepted: 100 million. */
  public static final long LIMIT = 100_000_000L * ONE;

  private static final BigDecimal GREATEST = BigDecimal.valueOf(LIMIT, 6);

  private Millionths() {}

  /**
   * Says whether a number is within the range that is accepted.
   *
   * @param number any decimal
   */
  public static boolean accepts(BigDecimal number) {
    // A number like 1e1000000000 must be refused without being written out.
    return number.signum() == 0
        || (number.precision() - (long) number.scale() <= 9
            && number.abs().compareTo(GREATEST) <= 0);
  }

  /**
   * Rounds half-even to millionths.
   *
   * @param number a decimal that is {@linkplain #accepts accepted}
   * @throws IllegalArgumentException when the number is beyond the range
   */
  public static long of(BigDecimal number) {
    if (!accepts(number)) {
      throw new IllegalArgumentException("a number between -100000000 and 100000000 was expected");
    }
    if (number.precision() - (long) number.scale() < -6) {
      return 0; // less than half a millionth, and perhaps far too small to be rescaled
    }
    return number.setScale(6, RoundingMode.HALF_EVEN).unscaledValue().longValueExact();
  }

  /**
   * The mean, rounded half-even to millionths.
   *
   * @param sum millionths
   * @param count how many were added up, at least 1
   */
  public static long mean(long sum, int count) {
    long quotient = Math.floorDiv(sum, count);
    long twiceRest = 2L * Math.floorMod(sum, count);
    boolean up = twiceRest > count || (twiceRest == count && quotient % 2 != 0);
    return up ? quotient + 1 : quotient;
  }

  /** The shortest decimal text of a count of millionths: {@code 1500000} is {@code 1.5}. */
  public static String text(long millionths) {
    return BigDecimal.valueOf(millionths, 6).stripTrailingZeros().toPlainString();
  }
}
