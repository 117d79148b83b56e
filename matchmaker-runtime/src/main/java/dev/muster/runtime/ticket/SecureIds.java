package dev.muster.runtime.ticket;

import java.security.SecureRandom;
import java.util.UUID;

/** Ids that nobody can guess: whoever knows a ticket's id may act for its player. */
public final class SecureIds implements IdSource {
  private static final char[] BASE_32_HEX = "0123456789abcdefghijklmnopqrstuv".toCharArray();
  private static final int LENGTH = 20;

  private final SecureRandom random = new SecureRandom();

  /**
   * {@inheritDoc}
   *
   * <p>100 random bits.
   */
  @Override
  public String xid() {
    var bytes = new byte[LENGTH];
    random.nextBytes(bytes);
    var text = new char[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      text[i] = BASE_32_HEX[bytes[i] & 31];
    }
    return new String(text);
  }

  @Override
  public String uuid() {
    return UUID.randomUUID().toString();
  }
}
