package dev.muster.api.ticket;

import dev.muster.engine.ticket.AttributeValue;
import java.util.Map;
import java.util.Objects;

/**
 * What a player's ticket says, in both forms: for matching, and as the game server will read it.
 *
 * @param values by name, for the engine
 * @param json the object that was sent, as compact JSON; numbers keep the digits they were sent
 *     with
 */
public record TicketAttributes(Map<String, AttributeValue> values, String json) {
  /** Those of a ticket that says nothing. */
  public static final TicketAttributes NONE = new TicketAttributes(Map.of(), "{}");

  public TicketAttributes {
    values = Map.copyOf(values);
    Objects.requireNonNull(json, "json");
  }
}
