package dev.muster.runtime.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
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

  /** Whether a WebSocket may be opened: browsers leave it to the server to look who asks. */
  static boolean mayOpenSocket(List<String> allowed, HttpServerRequest request) {
    var origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin == null || allow(allowed, origin) || isOwn(origin, request);
  }

  /** Programs that are no browsers name the server itself. */
  private static boolean isOwn(String origin, HttpServerRequest request) {
    var host = request.getHeader(HttpHeaders.HOST);
    return host != null
        && origin.substring(origin.indexOf("://") + 1).equalsIgnoreCase("//" + host);
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
