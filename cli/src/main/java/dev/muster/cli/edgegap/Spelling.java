package dev.muster.cli.edgegap;

import dev.muster.engine.profile.RuleType;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** How names are spelt: {@code max_difference} in a configuration, maxDifference in a spec. */
final class Spelling {
  private static final Pattern BEFORE_A_PART = Pattern.compile("_([a-z])");
  private static final Pattern CAPITAL = Pattern.compile("[A-Z]");
  private static final int MOST_SLIPS = 2;

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

  /** The known name that somebody who slipped may have meant. */
  static Optional<String> meant(String written, Collection<String> known) {
    return known.stream()
        .filter(name -> slips(written, name) <= Math.min(MOST_SLIPS, name.length() / 3))
        .min(Comparator.comparingInt(name -> slips(written, name)));
  }

  private static int slips(String one, String other) {
    return LevenshteinDistance.getDefaultInstance().apply(one.toLowerCase(Locale.ROOT), other);
  }
}
