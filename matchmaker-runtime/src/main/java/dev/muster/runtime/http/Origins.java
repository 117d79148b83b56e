package dev.muster.runtime.http;

import java.util.List;
import java.util.Locale;

/**
 * Which web pages may call: exact origins, or every sub-domain of one ({@code https://*.domain}).
 */
final class Origins {
  private static final String WILDCARD = "://*.";

  private Origins() {}

  static boolean allow(List<String> allowed, String origin) {
    var actual = origin.toLowerCase(Locale.ROOT);
    return allowed.stream().anyMatch(one -> allows(one.toLowerCase(Locale.ROOT), actual));
  }

  private static boolean allows(String allowed, String origin) {
    int star = allowed.indexOf(WILDCARD);
    if (star < 0) {
      return allowed.equals(origin);
    }
    var scheme = allowed.substring(0, star + 3);
    var domain = allowed.substring(star + WILDCARD.length() - 1); // with its leading dot
    return origin.startsWith(scheme)
        && origin.endsWith(domain)
        && isHost(
            origin.substring(
                scheme.length(), Math.max(scheme.length(), origin.length() - domain.length())));
  }

  /** One or more labels: nothing that could end the host before the domain. */
  private static boolean isHost(String labels) {
    return !labels.isEmpty()
        && labels.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '.');
  }
}
