package dev.muster.runtime.store;

import dev.muster.engine.ticket.Cancellation;
import dev.muster.engine.ticket.Search;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A group of tickets and how far it is.
 *
 * @param queue the queue of its match; while it searches the first of those in which it does; once
 *     it is cancelled the last
 * @param searches the queues that it names, in its order, each once; at least one
 * @param search the same group as the engines see it, and since when it searches
 * @param tickets the owner's first; one for each of the search's tickets, in the same order
 * @param failures how many matches of it failed to start
 * @param state how far it is
 */
public record StoredGroup(
    String queue,
    List<QueueSearch> searches,
    Search search,
    List<StoredTicket> tickets,
    int failures,
    GroupState state) {
  public StoredGroup {
    Objects.requireNonNull(queue, "queue");
    Objects.requireNonNull(state, "state");
    searches = List.copyOf(searches);
    tickets = List.copyOf(tickets);
    if (searches.isEmpty()) {
      throw new IllegalArgumentException("searches is empty, at least one was expected");
    }
    if (tickets.size() != search.group().size()) {
      throw new IllegalArgumentException(
          "tickets has "
              + tickets.size()
              + " entries, "
              + search.group().size()
              + " were expected");
    }
  }

  /** A group that names one queue. */
  public StoredGroup(
      String queue, Search search, List<StoredTicket> tickets, int failures, GroupState state) {
    this(queue, List.of(QueueSearch.in(queue)), search, tickets, failures, state);
  }

  /** The group's id. */
  public String id() {
    return search.group().id();
  }

  /**
   * The queues in which it searches; in a match those in which it would again, should the match
   * fail. In the order in which it names them.
   */
  public List<String> queues() {
    return open(searches).toList();
  }

  private static Stream<String> open(List<QueueSearch> searches) {
    return searches.stream().filter(QueueSearch::isOpen).map(QueueSearch::queue);
  }

  /** Whether it searches, and there. */
  public boolean searchesIn(String name) {
    return state instanceof GroupState.Searching && queues().contains(name);
  }

  /** The same group in another state. */
  public StoredGroup in(GroupState next) {
    return new StoredGroup(queue, searches, search, tickets, failures, next);
  }

  /** The same group in a match of one of its queues. */
  StoredGroup matched(String inQueue, GroupState.Place place) {
    return new StoredGroup(
        inQueue, searches, search, tickets, failures, new GroupState.MatchFound(place));
  }

  /** The same group after its search has ended everywhere. */
  StoredGroup cancelled(Cancellation why, long removeAtMillis) {
    return new StoredGroup(
        queue,
        each(one -> one.ended(why)),
        search,
        tickets,
        failures,
        new GroupState.Cancelled(why, OptionalLong.of(removeAtMillis)));
  }

  /**
   * The same group after one of its queues has another name. A match keeps the name of its time.
   */
  StoredGroup renamed(String before, String now) {
    if (before.equals(now) || !names(before)) {
      return this;
    }
    boolean inMatch = state.place().isPresent();
    var renamed =
        searches.stream()
            .filter(one -> one.isOpen() || !one.queue().equals(now))
            .map(one -> one.queue().equals(before) ? new QueueSearch(now, one.ended()) : one)
            .toList();
    return new StoredGroup(
        queue.equals(before) && !inMatch ? now : queue, renamed, search, tickets, failures, state);
  }

  /** The same group, searching in its other queues only; cancelled when there is none. */
  StoredGroup without(String name, Cancellation why, long removeAtMillis) {
    var rest = each(one -> one.queue().equals(name) ? one.ended(why) : one);
    var first = open(rest).findFirst();
    var next =
        first.isPresent()
            ? new GroupState.Searching()
            : new GroupState.Cancelled(why, OptionalLong.of(removeAtMillis));
    return new StoredGroup(first.orElse(name), rest, search, tickets, failures, next);
  }

  /** The same group in its match, not to search in another queue again. */
  StoredGroup notAgainIn(String name, Cancellation why) {
    var rest = each(one -> one.queue().equals(name) ? one.ended(why) : one);
    return new StoredGroup(queue, rest, search, tickets, failures, state);
  }

  /**
   * The same group with its search resumed after a match that did not start.
   *
   * @param matchQueue what the queue of that match is called now
   */
  StoredGroup searchingAgain(String matchQueue, Search resumed, int failuresNow) {
    var known = renamed(queue, matchQueue);
    var again =
        known.names(matchQueue)
            ? known.each(one -> one.queue().equals(matchQueue) ? QueueSearch.in(matchQueue) : one)
            : Stream.concat(Stream.of(QueueSearch.in(matchQueue)), searches.stream()).toList();
    return new StoredGroup(
        open(again).findFirst().orElseThrow(),
        again,
        resumed,
        tickets,
        failuresNow,
        new GroupState.Searching());
  }

  /**
   * The same group after a match that did not start and whose queue it leaves.
   *
   * @param matchQueue what the queue of that match is called now
   */
  StoredGroup leftWithMatch(
      String matchQueue, Search resumed, int failuresNow, Cancellation why, long removeAtMillis) {
    return new StoredGroup(
            queue, searches, resumed, tickets, failuresNow, new GroupState.Searching())
        .renamed(queue, matchQueue)
        .without(matchQueue, why, removeAtMillis);
  }

  private boolean names(String name) {
    return searches.stream().anyMatch(one -> one.queue().equals(name));
  }

  private List<QueueSearch> each(UnaryOperator<QueueSearch> change) {
    return searches.stream().map(change).toList();
  }
}
