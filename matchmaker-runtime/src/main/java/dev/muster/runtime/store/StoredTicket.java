package dev.muster.runtime.store;

import dev.muster.engine.ticket.AttributeValue;
import dev.muster.engine.ticket.Ticket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One player's ticket as clients and servers see it.
 *
 * @param id unique among all tickets; who knows it may act for the player
 * @param createdAt when the client asked
 * @param playerIp the player's address, if known
 * @param attributes what the client sent, as compact JSON
 * @param extras what the client sent along that no rule looks at, as compact JSON
 * @param ready whether the player was ready to search; if not, the group ended while it formed
 */
public record StoredTicket(
    String id,
    Instant createdAt,
    Optional<String> playerIp,
    String attributes,
    Optional<String> extras,
    boolean ready) {
  /** What a ticket takes in a Match besides its attributes, at most: ids, time, address, names. */
  private static final int JSON_BYTES = 288;

  /** What extras take besides themselves: their name. */
  private static final int EXTRAS_NAME_BYTES = "\"extras\":,".length();

  /** Of a player who was ready. */
  public StoredTicket(
      String id,
      Instant createdAt,
      Optional<String> playerIp,
      String attributes,
      Optional<String> extras) {
    this(id, createdAt, playerIp, attributes, extras, true);
  }

  /** One without extras, of a player who was ready. */
  public StoredTicket(String id, Instant createdAt, Optional<String> playerIp, String attributes) {
    this(id, createdAt, playerIp, attributes, Optional.empty());
  }

  public StoredTicket {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(playerIp, "playerIp");
    Objects.requireNonNull(attributes, "attributes");
    Objects.requireNonNull(extras, "extras");
  }

  /** The same ticket, of a player who was ready or not. */
  public StoredTicket ready(boolean now) {
    return new StoredTicket(id, createdAt, playerIp, attributes, extras, now);
  }

  /**
   * The same ticket as far as matching is concerned.
   *
   * @param values what {@link #attributes} says
   */
  public Ticket forMatching(Map<String, AttributeValue> values) {
    return new Ticket(
        id, values, JSON_BYTES + bytes(attributes) + extras.map(StoredTicket::named).orElse(0));
  }

  private static int named(String extras) {
    return EXTRAS_NAME_BYTES + bytes(extras);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
