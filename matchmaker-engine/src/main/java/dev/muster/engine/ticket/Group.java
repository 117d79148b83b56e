package dev.muster.engine.ticket;

import java.util.List;
import java.util.Objects;

/**
 * Tickets that stay together, in one team of one match. A solo player is a group of one.
 *
 * @param id unique among all groups
 * @param tickets the owner's first; at least one
 */
public record Group(String id, List<Ticket> tickets) {
  public Group {
    Objects.requireNonNull(id, "id");
    tickets = List.copyOf(tickets);
    if (tickets.isEmpty()) {
      throw new IllegalArgumentException("tickets is empty, at least one was expected");
    }
  }

  /** How many players it has. */
  public int size() {
    return tickets.size();
  }
}
