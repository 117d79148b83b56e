package dev.muster.devcluster.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * The tokens of a cluster: the administrator's, and those issued to service accounts. Of issued
 * tokens only a digest is kept, so that looking one up tells nothing about others by its time.
 * Thread-safe.
 */
public final class Tokens implements TokenIssuer {
  private static final int LIMIT = 100_000;

  private record Issued(String id, String namespace, String account, String uid, Instant expiry) {}

  private final SecureRandom random = new SecureRandom();
  private final Clock clock;
  private final BiFunction<String, String, Optional<String>> accounts;
  private final String admin;
  private final Map<String, Issued> issued = new LinkedHashMap<>();

  /**
   * With a new token for the administrator.
   *
   * @param accounts the uid of a service account by namespace and name, empty when there is none
   */
  public Tokens(Clock clock, BiFunction<String, String, Optional<String>> accounts) {
    this.clock = clock;
    this.accounts = accounts;
    this.admin = create();
  }

  /** The administrator's token. */
  public String admin() {
    return admin;
  }

  @Override
  public String issue(String namespace, String serviceAccount, Duration validity) {
    var uid =
        accounts
            .apply(namespace, serviceAccount)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no service account " + namespace + "/" + serviceAccount));
    var token = create();
    var id = UUID.randomUUID().toString();
    var entry = new Issued(id, namespace, serviceAccount, uid, clock.instant().plus(validity));
    synchronized (issued) {
      var now = clock.instant();
      issued.values().removeIf(old -> old.expiry.isBefore(now));
      if (issued.size() >= LIMIT) {
        issued.remove(issued.keySet().iterator().next());
      }
      issued.put(digest(token), entry);
    }
    return token;
  }

  /** Whose token this is; empty when nobody's, or of an account that is gone. */
  public Optional<User> user(String token) {
    if (MessageDigest.isEqual(bytes(token), bytes(admin))) {
      return Optional.of(User.ADMIN);
    }
    Issued found;
    synchronized (issued) {
      found = issued.get(digest(token));
    }
    if (found == null || found.expiry.isBefore(clock.instant())) {
      return Optional.empty();
    }
    return accounts
        .apply(found.namespace, found.account)
        .filter(found.uid::equals)
        .map(uid -> User.serviceAccount(found.namespace, found.account, uid, found.id));
  }

  private String create() {
    var secret = new byte[32];
    random.nextBytes(secret);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String digest(String token) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(token)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
