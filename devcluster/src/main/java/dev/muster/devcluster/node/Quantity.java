package dev.muster.devcluster.node;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Pattern;

/** An amount in the notation of Kubernetes, such as {@code 500m}, {@code 64Mi} or {@code 1e3}. */
final class Quantity {
  private static final Pattern FORM =
      Pattern.compile("([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)(m|u|n|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?");
  private static final Map<String, BigDecimal> SUFFIXES =
      Map.ofEntries(
          Map.entry("n", new BigDecimal("1e-9")),
          Map.entry("u", new BigDecimal("1e-6")),
          Map.entry("m", new BigDecimal("1e-3")),
          Map.entry("k", new BigDecimal("1e3")),
          Map.entry("M", new BigDecimal("1e6")),
          Map.entry("G", new BigDecimal("1e9")),
          Map.entry("T", new BigDecimal("1e12")),
          Map.entry("P", new BigDecimal("1e15")),
          Map.entry("E", new BigDecimal("1e18")),
          Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
          Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
          Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
          Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
          Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
          Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

  private Quantity() {}

  /** The amount as a number. */
  static BigDecimal parse(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      throw new NumberFormatException("\"" + text + "\" is no quantity");
    }
    var suffix = match.group(2);
    var number = new BigDecimal(match.group(1));
    return suffix == null ? number : number.multiply(SUFFIXES.get(suffix));
  }

  /** How many times the divisor goes into the amount, rounded up; a divisor of 0 counts as 1. */
  static String divided(String amount, String divisor) {
    var by = parse(divisor);
    return parse(amount)
        .divide(by.signum() == 0 ? BigDecimal.ONE : by, 0, RoundingMode.CEILING)
        .toPlainString();
  }
}
