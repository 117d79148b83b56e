package dev.muster.api.server;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the tokens with which a game server may ask about itself and stop itself.
 *
 * <p>A token is the HMAC-SHA256 of the server's request id, in hex: whoever has the Matchmaker's
 * key can check it, and nothing has to be stored.
 */
public final class ServerTokens {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  private ServerTokens(SecretKeySpec key) {
    this.key = key;
  }

  /**
   * Tokens made with a key.
   *
   * @param encoded the key as it stands in a Secret's data, in Base64
   * @throws IllegalArgumentException when it is no Base64, or empty
   */
  public static ServerTokens withKey(String encoded) {
    return withKey(Base64.getDecoder().decode(encoded));
  }

  /**
   * Tokens made with a key.
   *
   * @param key as it stands in a Secret's mounted file
   * @throws IllegalArgumentException when it is empty
   */
  public static ServerTokens withKey(byte[] key) {
    return new ServerTokens(new SecretKeySpec(key, ALGORITHM));
  }

  /** Whether somebody presents the token of that server; takes as long whatever is presented. */
  public boolean accepts(String requestId, String presented) {
    return MessageDigest.isEqual(
        tokenOf(requestId).getBytes(StandardCharsets.UTF_8),
        presented.getBytes(StandardCharsets.UTF_8));
  }

  /** The token of the server with that request id. */
  public String tokenOf(String requestId) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(requestId.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
