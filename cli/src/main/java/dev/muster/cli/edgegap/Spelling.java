package dev.muster.cli.edgegap;

import dev.muster.engine.profile.RuleType;
import java.util.Locale;
import java.util.regex.Pattern;

/** How names are spelt: {@code max_difference} in a configuration, maxDifference in a spec. */
final class Spelling {
  private static final Pattern BEFORE_A_PART = Pattern.compile("_([a-z])");
  private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

  private Spelling() {}

  static String camelCase(String snakeCase) {
    return BEFORE_A_PART
        .matcher(snakeCase)
        .replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
  }

  static String snakeCase(String camelCase) {
    return CAPITAL
        .matcher(camelCase)
        .replaceAll(found -> "_" + found.group().toLowerCase(Locale.ROOT));
  }

  /** What a configuration calls a type. */
  static String of(RuleType type) {
    return snakeCase(type.text());
  }
}
