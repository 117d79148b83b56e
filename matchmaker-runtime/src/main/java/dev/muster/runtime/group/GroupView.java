package dev.muster.runtime.group;

import dev.muster.runtime.store.GroupState;
import dev.muster.runtime.store.TicketStatus;
import java.util.Optional;

/**
 * A group as whoever knows its id sees it: without the ids of its members, which are theirs.
 *
 * @param queue the profile that the players named
 * @param state how far it is; empty while it forms
 */
public record GroupView(String groupId, String queue, Optional<GroupState> state) {
  /** The name of the state that clients see. */
  public TicketStatus status() {
    return state.map(GroupState::status).orElse(TicketStatus.INITIAL);
  }
}
