package dev.muster.cli.edgegap;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * Reads the numbers of a configuration. They are held against bounds before anything writes them
 * out: {@code 1e-999999999} has a thousand million digits.
 */
final class Numbers {
  private static final int MOST_DECIMALS = 20;
  private static final BigDecimal GREATEST = BigDecimal.valueOf(100_000_000);

  private Numbers() {}

  /** A number of at least 0; empty when it is none, which is told. */
  static Optional<BigDecimal> number(Value value, Findings findings) {
    if (!isAtLeast(0, value)) {
      findings.error(value, "is " + value.was() + ", a number of at least 0 was expected");
      return Optional.empty();
    }
    var number = value.json().decimalValue();
    if (number.compareTo(GREATEST) > 0) {
      findings.note(value, "became 100000000, the greatest that there is");
      return Optional.of(GREATEST);
    }
    if (number.stripTrailingZeros().scale() > MOST_DECIMALS) {
      findings.error(
          value,
          "is "
              + value.was()
              + ", a number with at most "
              + MOST_DECIMALS
              + " decimals was expected");
      return Optional.empty();
    }
    return Optional.of(number);
  }

  /**
   * A whole number, {@code 4.0} too; empty when it is none, which is told. What is beyond 100
   * million is 100 million.
   */
  static Optional<Integer> count(Value value, int least, Findings findings) {
    if (!isAtLeast(least, value) || value.json().decimalValue().stripTrailingZeros().scale() > 0) {
      findings.error(
          value, "is " + value.was() + ", a whole number of at least " + least + " was expected");
      return Optional.empty();
    }
    return Optional.of(value.json().decimalValue().min(GREATEST).intValueExact());
  }

  private static boolean isAtLeast(int least, Value value) {
    return value.json().isNumber()
        && value.json().decimalValue().compareTo(BigDecimal.valueOf(least)) >= 0;
  }
}
