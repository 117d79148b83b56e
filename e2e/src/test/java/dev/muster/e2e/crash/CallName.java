package dev.muster.e2e.crash;

import java.util.regex.Pattern;

/** How a call to the API server is named, so that it has the same name in each walk. */
final class CallName {
  private static final Pattern PATH =
      Pattern.compile(
          "/(?:api|apis/[^/]+)/[^/]+(?:/namespaces/[^/]+)?/([a-z]+)(?:/([^/]+))?(?:/([^/]+))?");
  private static final Pattern RANDOM = Pattern.compile("[0-9a-v]{20}");

  private CallName() {}

  /**
   * The name, such as {@code PUT matches/duel-x/status}.
   *
   * @param query without the question mark; null when there is none
   */
  static String of(String method, String path, String query) {
    var parameters = query == null ? "" : query;
    var verb = isWatch(query) ? "WATCH" : method;
    var matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      return verb + " " + path;
    }
    var name = new StringBuilder(verb).append(' ').append(matcher.group(1));
    if (matcher.group(2) != null) {
      var isEvent = matcher.group(1).equals("events");
      name.append('/').append(isEvent ? "x" : RANDOM.matcher(matcher.group(2)).replaceAll("x"));
    }
    if (matcher.group(3) != null) {
      name.append('/').append(matcher.group(3));
    }
    return parameters.contains("dryRun=") ? name.append(" (dry run)").toString() : name.toString();
  }

  /** Whether it asks to be told of changes. */
  static boolean isWatch(String query) {
    return query != null && query.contains("watch=true");
  }
}
