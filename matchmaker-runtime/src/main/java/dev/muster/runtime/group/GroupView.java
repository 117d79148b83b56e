package dev.muster.runtime.group;

import dev.muster.runtime.store.GroupState;
import dev.muster.runtime.store.QueueSearch;
import dev.muster.runtime.store.StoredGroup;
import dev.muster.runtime.store.TicketStatus;
import java.util.List;
import java.util.Optional;

/**
 * A group as whoever knows its id sees it: without the ids of its members, which are theirs.
 *
 * @param queue the queue of its match, or the first of those in which it searches
 * @param searches the queues that its players named, and why it is over in which
 * @param state how far it is; empty while it forms
 */
public record GroupView(
    String groupId, String queue, List<QueueSearch> searches, Optional<GroupState> state) {
  static GroupView of(FormingGroup group) {
    return new GroupView(group.id(), group.queue(), group.searches(), Optional.empty());
  }

  static GroupView of(StoredGroup group) {
    return new GroupView(group.id(), group.queue(), group.searches(), Optional.of(group.state()));
  }

  /** The name of the state that clients see. */
  public TicketStatus status() {
    return state.map(GroupState::status).orElse(TicketStatus.INITIAL);
  }
}
