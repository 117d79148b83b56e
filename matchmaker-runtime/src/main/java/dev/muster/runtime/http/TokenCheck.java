package dev.muster.runtime.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Lets requests pass that carry a valid token, raw, in the Authorization header.
 *
 * <p>What is compared are digests, each with each, so that the time it takes tells nothing about a
 * token or its length.
 */
final class TokenCheck implements Handler<RoutingContext> {
  /** The digests of one set of tokens. */
  private record Digests(Set<String> tokens, List<byte[]> values) {}

  private final Supplier<Set<String>> tokens;
  private volatile Digests digests = new Digests(Set.of(), List.of());

  TokenCheck(Supplier<Set<String>> tokens) {
    this.tokens = tokens;
  }

  @Override
  public void handle(RoutingContext request) {
    var presented = request.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (presented != null && isValid(presented)) {
      request.next();
    } else {
      request.response().putHeader("WWW-Authenticate", "Token");
      request.fail(401);
    }
  }

  private boolean isValid(String presented) {
    var digest = digest(presented);
    boolean valid = false;
    for (var known : current()) {
      valid |= MessageDigest.isEqual(known, digest);
    }
    return valid;
  }

  /** The digests of the tokens that are valid now; made anew only when the tokens change. */
  @SuppressWarnings("ReferenceEquality") // the same set: nothing has changed
  private List<byte[]> current() {
    var now = tokens.get();
    var known = digests;
    if (known.tokens() != now) {
      known = new Digests(now, now.stream().map(TokenCheck::digest).toList());
      digests = known;
    }
    return known.values();
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
