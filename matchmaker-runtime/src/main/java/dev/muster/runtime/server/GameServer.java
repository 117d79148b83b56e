package dev.muster.runtime.server;

import dev.muster.runtime.ticket.Assignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A game server as it is now.
 *
 * @param requestId {@code ARBITRIUM_REQUEST_ID} of its attempt, 12 hex digits
 * @param match the name of the Match that it plays
 * @param pod the name of its pod
 * @param state how far it is
 * @param assignment where players connect; empty until they are told
 * @param tickets the ids of the match's tickets, and of those who joined since
 */
public record GameServer(
    String requestId,
    String match,
    String pod,
    State state,
    Optional<Assignment> assignment,
    List<String> tickets) {
  public GameServer {
    Objects.requireNonNull(requestId, "requestId");
    Objects.requireNonNull(match, "match");
    Objects.requireNonNull(pod, "pod");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(assignment, "assignment");
    tickets = List.copyOf(tickets);
  }

  /** The same with more players. */
  public GameServer with(List<String> joined) {
    var all = new ArrayList<>(tickets);
    all.addAll(joined);
    return new GameServer(requestId, match, pod, state, assignment, all);
  }

  /** Whether it takes players, now or soon. */
  public boolean isOpen() {
    return state == State.STARTING || state == State.READY;
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
