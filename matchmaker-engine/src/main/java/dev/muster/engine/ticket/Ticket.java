package dev.muster.engine.ticket;

import java.util.Map;
import java.util.Objects;

/**
 * One player's request, as far as matching is concerned.
 *
 * @param id unique among all tickets
 * @param attributes by name; also those that no rule looks at any more
 * @param bytes how many bytes the ticket takes as JSON in a match, at least 0
 */
public record Ticket(String id, Map<String, AttributeValue> attributes, int bytes) {
  public Ticket {
    Objects.requireNonNull(id, "id");
    attributes = Map.copyOf(attributes);
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes is " + bytes + ", at least 0 was expected");
    }
  }
}
