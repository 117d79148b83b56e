package dev.muster.runtime.store;

import dev.muster.engine.ticket.Search;
import java.util.List;
import java.util.Objects;

/**
 * A group of tickets and how far it is.
 *
 * @param queue the queue that it searches or searched in
 * @param search the same group as the engine sees it, and since when it searches
 * @param tickets the owner's first; one for each of the search's tickets, in the same order
 * @param failures how many matches of it failed to start
 * @param state how far it is
 */
public record StoredGroup(
    String queue, Search search, List<StoredTicket> tickets, int failures, GroupState state) {
  public StoredGroup {
    Objects.requireNonNull(queue, "queue");
    Objects.requireNonNull(state, "state");
    tickets = List.copyOf(tickets);
    if (tickets.size() != search.group().size()) {
      throw new IllegalArgumentException(
          "tickets has "
              + tickets.size()
              + " entries, "
              + search.group().size()
              + " were expected");
    }
  }

  /** The group's id. */
  public String id() {
    return search.group().id();
  }

  /** The same group in another state. */
  public StoredGroup in(GroupState next) {
    return new StoredGroup(queue, search, tickets, failures, next);
  }

  /** The same group in a queue of another name. */
  public StoredGroup inQueue(String name) {
    return new StoredGroup(name, search, tickets, failures, state);
  }

  /** The same group with its search resumed after a match that did not start. */
  public StoredGroup searchingAgain(String inQueue, Search resumed, int failuresNow) {
    return new StoredGroup(inQueue, resumed, tickets, failuresNow, new GroupState.Searching());
  }
}
