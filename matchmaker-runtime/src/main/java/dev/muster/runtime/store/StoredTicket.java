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
 */
public record StoredTicket(
    String id,
    Instant createdAt,
    Optional<String> playerIp,
    String attributes,
    Optional<String> extras) {
  /** What a ticket takes in a Match besides its attributes, at most: ids, time, address, names. */
  private static final int JSON_BYTES = 288;

  /** What extras take besides themselves: their name. */
  private static final int EXTRAS_NAME_BYTES = "\"extras\":,".length();

  /** One without extras. */
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
