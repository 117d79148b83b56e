package dev.muster.runtime.group;

import dev.muster.runtime.store.GroupState;
import dev.muster.runtime.store.QueueSearch;
import dev.muster.runtime.store.TicketStatus;
import java.util.List;
import java.util.Optional;

/**
 * A membership as its player sees it.
 *
 * @param memberId who knows it may act for the player
 * @param ready whether the player is ready to search
 * @param ticketId the player's ticket; empty while the group forms
 * @param extras what its player's client sent along, as compact JSON
 * @param searches the queues that the group names, and why it is over in which
 * @param state how far the group is; empty while it forms
 */
public record MemberView(
    String groupId,
    String memberId,
    boolean ready,
    Optional<String> ticketId,
    Optional<String> extras,
    List<QueueSearch> searches,
    Optional<GroupState> state) {
  /** The name of the state that clients see. */
  public TicketStatus status() {
    return state.map(GroupState::status).orElse(TicketStatus.INITIAL);
  }
}
