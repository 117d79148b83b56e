package dev.muster.runtime.server;

import dev.muster.runtime.ticket.Assignment;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A game server's wish for one more group, as the server reads it.
 *
 * @param id who knows it may read and delete it
 * @param queue the profile that the server named
 * @param requestId the server's own
 * @param assignment where players connect to it; empty until the first have been told
 * @param tickets who played there when it asked
 * @param assigned the tickets of the group that comes, all of its members; empty while it searches
 */
public record ServerBackfill(
    String id,
    String queue,
    String requestId,
    Optional<Assignment> assignment,
    List<PlayerTicket> tickets,
    List<PlayerTicket> assigned) {
  public ServerBackfill {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(queue, "queue");
    Objects.requireNonNull(requestId, "requestId");
    Objects.requireNonNull(assignment, "assignment");
    tickets = List.copyOf(tickets);
    assigned = List.copyOf(assigned);
  }

  /** Whether a group comes. */
  public boolean isAssigned() {
    return !assigned.isEmpty();
  }
}
