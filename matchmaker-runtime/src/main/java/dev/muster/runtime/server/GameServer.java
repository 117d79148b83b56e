package dev.muster.runtime.server;

import dev.muster.runtime.ticket.Assignment;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A game server as it is now.
 *
 * @param requestId {@code ARBITRIUM_REQUEST_ID} of its attempt, 12 hex digits
 * @param match the name of the Match that it plays
 * @param state how far it is
 * @param assignment where players connect; empty until they are told
 * @param tickets the ids of the match's tickets
 */
public record GameServer(
    String requestId,
    String match,
    State state,
    Optional<Assignment> assignment,
    List<String> tickets) {
  public GameServer {
    Objects.requireNonNull(requestId, "requestId");
    Objects.requireNonNull(match, "match");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(assignment, "assignment");
    tickets = List.copyOf(tickets);
  }

  /** How far a server is. */
  public enum State {
    /** Its players have not been told yet. */
    STARTING,
    /** Its players may connect. */
    READY,
    /** It has asked to be stopped and is being ended. */
    STOPPING,
    /** Its match is over. */
    ENDED
  }
}
