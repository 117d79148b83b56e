package dev.muster.runtime.http;

import dev.muster.runtime.settings.Tokens;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Lets requests pass that carry a valid token, raw, in the Authorization header (a WebSocket's may
 * be offered as a sub-protocol), and knows which of them are game servers'.
 *
 * <p>What is compared are digests, each with each, so that the time it takes tells nothing about a
 * token or its length.
 */
final class TokenCheck implements Handler<RoutingContext> {
  private static final String ROLE = "role";
  private static final MessageDigest UNUSED = sha256();

  /** Whose token a request carries. */
  private enum Role {
    /** Nobody's. */
    NONE,
    /** One that game clients may have. */
    CLIENT,
    /** One that only game servers have. */
    SERVER
  }

  /** The digests of one set of tokens. */
  private record Digests(Tokens tokens, List<byte[]> all, List<byte[]> servers) {
    static Digests of(Tokens tokens) {
      return new Digests(tokens, digests(tokens.all()), digests(tokens.servers()));
    }

    private static List<byte[]> digests(Set<String> tokens) {
      return tokens.stream().map(TokenCheck::digest).toList();
    }
  }

  private final Supplier<Tokens> tokens;
  private volatile Digests digests = Digests.of(Tokens.NONE);

  TokenCheck(Supplier<Tokens> tokens) {
    this.tokens = tokens;
  }

  @Override
  public void handle(RoutingContext request) {
    if (role(request) != Role.NONE) {
      request.next();
    } else {
      request.response().putHeader("WWW-Authenticate", "Token");
      request.fail(401);
    }
  }

  /**
   * Lets requests pass that may come from a game server: those with a token that only game servers
   * have, or with any valid one while no token is theirs alone.
   */
  void requireServer(RoutingContext request) {
    if (isOfServer(request) || current().servers().isEmpty()) {
      request.next();
    } else {
      Answers.refuse(
          request,
          401,
          "Authorization: a token of game servers was expected, one whose key in the Secret begins"
              + " with server-; game clients' tokens do not make Backfills while there is one");
    }
  }

  /** Whether a request carries a token that only game servers have. */
  boolean isOfServer(RoutingContext request) {
    return role(request) == Role.SERVER;
  }

  /** Whether a request that was let pass carries a token that only game servers have. */
  static boolean foundServer(RoutingContext request) {
    return request.get(ROLE) == Role.SERVER;
  }

  /** Whether the token of a request that was let pass is valid now, too. */
  boolean isStillValid(RoutingContext request) {
    return roleNow(request) != Role.NONE;
  }

  private Role role(RoutingContext request) {
    Role known = request.get(ROLE);
    if (known == null) {
      known = roleNow(request);
      request.put(ROLE, known);
    }
    return known;
  }

  private Role roleNow(RoutingContext request) {
    return presented(request.request()).map(token -> role(digest(token))).orElse(Role.NONE);
  }

  private static Optional<String> presented(HttpServerRequest request) {
    return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
        .or(() -> WebSocketUpgrade.token(request));
  }

  private Role role(byte[] digest) {
    var now = current();
    boolean valid = isAmong(now.all(), digest);
    boolean server = isAmong(now.servers(), digest);
    return !valid ? Role.NONE : server ? Role.SERVER : Role.CLIENT;
  }

  private static boolean isAmong(List<byte[]> known, byte[] digest) {
    boolean found = false;
    for (var one : known) {
      found |= MessageDigest.isEqual(one, digest);
    }
    return found;
  }

  /** The digests of the tokens that are valid now; made anew only when the tokens change. */
  @SuppressWarnings("ReferenceEquality") // the same tokens: nothing has changed
  private Digests current() {
    var now = tokens.get();
    var known = digests;
    if (known.tokens() != now) {
      known = Digests.of(now);
      digests = known;
    }
    return known;
  }

  private static byte[] digest(String text) {
    try {
      // To look for an algorithm takes longer than to copy one.
      var digest = (MessageDigest) UNUSED.clone();
      return digest.digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("Java's own SHA-256 can be copied", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
