package dev.muster.devcluster.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An amount of a resource, such as {@code 500m} or {@code 1Gi}.
 *
 * @param value the amount in units
 * @param suffix the suffix as written
 */
public record Quantity(BigDecimal value, String suffix) {
  private static final Pattern FORM =
      Pattern.compile(
          "([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+))(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E|[eE][+-]?[0-9]{1,3})?");
  private static final Map<String, Integer> BINARY =
      Map.of("Ki", 10, "Mi", 20, "Gi", 30, "Ti", 40, "Pi", 50, "Ei", 60);
  private static final String[] DECIMAL = {"n", "u", "m", "", "k", "M", "G", "T", "P", "E"};
  private static final String[] BINARY_NAMES = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};

  /** Reads a quantity; empty when it is none. */
  public static Optional<Quantity> parse(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    var number = new BigDecimal(match.group(1));
    var suffix = match.group(2) == null ? "" : match.group(2);
    if (BINARY.containsKey(suffix)) {
      var factor = BigInteger.ONE.shiftLeft(BINARY.get(suffix));
      return Optional.of(new Quantity(number.multiply(new BigDecimal(factor)), suffix));
    }
    if (suffix.matches("[eE].+")) {
      int exponent = Integer.parseInt(suffix.substring(1).replace("+", ""));
      return Optional.of(new Quantity(number.scaleByPowerOfTen(exponent), "e"));
    }
    for (int i = 0; i < DECIMAL.length; i++) {
      if (DECIMAL[i].equals(suffix)) {
        return Optional.of(new Quantity(number.scaleByPowerOfTen(3 * (i - 3)), suffix));
      }
    }
    return Optional.empty();
  }

  /** The shortest way to write the amount with suffixes of the same family. */
  public String canonical() {
    if (BINARY.containsKey(suffix) && isWhole(value)) {
      return binary();
    }
    if (suffix.equals("e")) {
      return exponent();
    }
    return decimal();
  }

  /** How many times another amount goes into this one, rounded up; one of 0 counts as 1. */
  public String dividedBy(Quantity divisor) {
    var by = divisor.value.signum() == 0 ? BigDecimal.ONE : divisor.value;
    return value.divide(by, 0, RoundingMode.CEILING).toPlainString();
  }

  /** The same amount in whole thousandths, rounded up, as pods have it. */
  public Quantity roundedUp() {
    return value.scale() <= 3 ? this : new Quantity(value.setScale(3, RoundingMode.UP), suffix);
  }

  private String binary() {
    var rest = value.toBigIntegerExact();
    int step = 0;
    while (rest.signum() != 0
        && step < BINARY_NAMES.length - 1
        && rest.mod(BigInteger.valueOf(1024)).signum() == 0) {
      rest = rest.shiftRight(10);
      step++;
    }
    return rest + BINARY_NAMES[step];
  }

  private String exponent() {
    var plain = value.stripTrailingZeros();
    int zeros = Math.floorDiv(-plain.scale(), 3) * 3;
    var mantissa = plain.scaleByPowerOfTen(-zeros).toPlainString();
    return zeros == 0 ? mantissa : mantissa + "e" + zeros;
  }

  private String decimal() {
    for (int i = DECIMAL.length - 1; i >= 0; i--) {
      var scaled = value.scaleByPowerOfTen(-3 * (i - 3));
      if (isWhole(scaled) && (scaled.signum() != 0 || i == 3)) {
        return scaled.toBigInteger() + DECIMAL[i];
      }
    }
    return value.scaleByPowerOfTen(9).setScale(0, RoundingMode.CEILING) + "n";
  }

  private static boolean isWhole(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0;
  }
}
