package dev.muster.devcluster.kinds;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order of API versions: stable before beta before alpha, higher numbers first, then all others
 * by name.
 */
public final class ApiVersions {
  private static final Pattern FORM =
      Pattern.compile("v([1-9][0-9]{0,8})(?:(alpha|beta)([1-9][0-9]{0,8}))?");

  /** The most preferred first. */
  public static final Comparator<String> PREFERENCE =
      Comparator.comparingInt(ApiVersions::stability)
          .thenComparingInt(version -> -number(version, 1))
          .thenComparingInt(version -> -number(version, 3))
          .thenComparing(Comparator.naturalOrder());

  private ApiVersions() {}

  private static int stability(String version) {
    Matcher match = FORM.matcher(version);
    if (!match.matches()) {
      return 3;
    }
    return match.group(2) == null ? 0 : match.group(2).equals("beta") ? 1 : 2;
  }

  private static int number(String version, int group) {
    Matcher match = FORM.matcher(version);
    return match.matches() && match.group(group) != null ? Integer.parseInt(match.group(group)) : 0;
  }
}
