package dev.muster.runtime.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a request to open a WebSocket says. */
final class WebSocketUpgrade {
  /** The sub-protocol that is spoken; the only one that is ever accepted. */
  static final String PROTOCOL = "muster.events";

  /**
   * How a token begins that is offered as a sub-protocol, which is all that browsers let pages say;
   * the rest is the token in base64url without padding.
   */
  static final String TOKEN = "muster.token.";

  private static final String VERSION = "13";

  private WebSocketUpgrade() {}

  /** Whether a request asks for one. */
  static boolean isAskedBy(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_1_1
        && "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
  }

  /** The token that is offered as a sub-protocol, if one is. */
  static Optional<String> token(HttpServerRequest request) {
    return isAskedBy(request)
        ? offered(request)
            .filter(protocol -> protocol.startsWith(TOKEN))
            .findFirst()
            .flatMap(protocol -> decoded(protocol.substring(TOKEN.length())))
        : Optional.empty();
  }

  private static Stream<String> offered(HttpServerRequest request) {
    return request.headers().getAll("Sec-WebSocket-Protocol").stream()
        .flatMap(line -> Arrays.stream(line.split(",", -1)))
        .map(String::strip);
  }

  private static Optional<String> decoded(String text) {
    try {
      return Optional.of(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What is wrong with the way in which a request asks for one, if anything is. */
  static Optional<String> problem(HttpServerRequest request) {
    if (!request.headers().contains("Sec-WebSocket-Key")) {
      return Optional.of("Sec-WebSocket-Key: is required with Upgrade: websocket");
    }
    if (!VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
      return Optional.of("Sec-WebSocket-Version: 13 was expected");
    }
    var connection = request.getHeader(HttpHeaders.CONNECTION);
    return connection != null && connection.toLowerCase(Locale.ROOT).contains("upgrade")
        ? Optional.empty()
        : Optional.of("Connection: Upgrade was expected with Upgrade: websocket");
  }
}
