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
 */
public record StoredTicket(
    String id, Instant createdAt, Optional<String> playerIp, String attributes) {
  /** What a ticket takes in a Match besides its attributes, at most: ids, time, address, names. */
  private static final int JSON_BYTES = 288;

  public StoredTicket {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(playerIp, "playerIp");
    Objects.requireNonNull(attributes, "attributes");
  }

  /**
   * The same ticket as far as matching is concerned.
   *
   * @param values what {@link #attributes} says
   */
  public Ticket forMatching(Map<String, AttributeValue> values) {
    return new Ticket(id, values, JSON_BYTES + attributes.getBytes(StandardCharsets.UTF_8).length);
  }
}
