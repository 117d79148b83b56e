package dev.muster.runtime.store;

import dev.muster.engine.ticket.Cancellation;
import dev.muster.engine.ticket.Search;
import dev.muster.runtime.store.GroupState.HostAssigned;
import dev.muster.runtime.store.GroupState.MatchFound;
import dev.muster.runtime.store.GroupState.Searching;
import dev.muster.runtime.ticket.Assignment;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Tickets in this process's memory: they live and die with it.
 *
 * <p>Two concurrent maps, from ticket to group and from group to an immutable value, so that a
 * reader takes two lookups and no lock. Writers exclude each other by one monitor, because a match
 * changes several groups or none. Ended groups stand in a heap by the time of their removal.
 */
public final class InMemoryTicketStore implements TicketStore {
  private record Removal(long atMillis, String groupId) {}

  private final int capacity;
  private final GroupListener listener;
  private final Map<String, StoredGroup> groups = new ConcurrentHashMap<>();
  private final Map<String, String> groupOfTicket = new ConcurrentHashMap<>();
  private final PriorityQueue<Removal> removals =
      new PriorityQueue<>(Comparator.comparingLong(Removal::atMillis));

  /**
   * An empty one.
   *
   * @param capacity how many tickets it holds, in all states together; at least 1
   */
  public InMemoryTicketStore(int capacity) {
    this(capacity, GroupListener.NONE);
  }

  /**
   * An empty one whose changes somebody hears of, each before the next is made.
   *
   * @param capacity how many tickets it holds, in all states together; at least 1
   */
  public InMemoryTicketStore(int capacity, GroupListener listener) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity is " + capacity + ", at least 1 was expected");
    }
    this.capacity = capacity;
    this.listener = listener;
  }

  @Override
  public synchronized Creation create(StoredGroup group) {
    if (isTaken(group)) {
      return new Creation.Taken();
    }
    if (groupOfTicket.size() + group.tickets().size() > capacity) {
      return new Creation.Full(capacity);
    }
    put(group);
    return new Creation.Created();
  }

  private boolean isTaken(StoredGroup group) {
    return groups.containsKey(group.id())
        || group.tickets().stream().anyMatch(ticket -> groupOfTicket.containsKey(ticket.id()));
  }

  /** The group first: whoever finds a ticket finds its group, too. */
  private void put(StoredGroup group) {
    groups.put(group.id(), group);
    group.tickets().forEach(ticket -> groupOfTicket.put(ticket.id(), group.id()));
    scheduleRemoval(group);
    listener.changed(group.id());
  }

  private void scheduleRemoval(StoredGroup group) {
    group.state().removeAtMillis().ifPresent(at -> removals.add(new Removal(at, group.id())));
  }

  @Override
  public synchronized Optional<StoredGroup> cancel(
      String groupId, Cancellation why, long removeAtMillis) {
    return replace(groupId, Searching.class, group -> group.cancelled(why, removeAtMillis));
  }

  @Override
  public synchronized Optional<StoredGroup> leave(
      String groupId, String queue, Cancellation why, long removeAtMillis) {
    return searchesIn(groupId, queue)
        ? replace(groupId, Searching.class, group -> group.without(queue, why, removeAtMillis))
        : Optional.empty();
  }

  @Override
  public synchronized void rename(String before, String now) {
    changeEach(
        group -> isOpen(group) && group.queues().contains(before),
        group -> group.renamed(before, now));
  }

  private void changeEach(Predicate<StoredGroup> which, UnaryOperator<StoredGroup> change) {
    var found = groups.values().stream().filter(which).toList();
    for (var group : found) {
      groups.put(group.id(), change.apply(group));
      listener.changed(group.id());
    }
  }

  private static boolean isOpen(StoredGroup group) {
    return group.state() instanceof Searching || group.state() instanceof MatchFound;
  }

  @Override
  public synchronized void close(String queue, Cancellation why) {
    changeEach(group -> isInMatchOfAnother(queue, group), group -> group.notAgainIn(queue, why));
  }

  private static boolean isInMatchOfAnother(String queue, StoredGroup group) {
    return group.state() instanceof MatchFound
        && !group.queue().equals(queue)
        && group.queues().contains(queue);
  }

  @Override
  public synchronized boolean commitMatch(String queue, Map<String, GroupState.Place> places) {
    if (!places.keySet().stream().allMatch(id -> searchesIn(id, queue))) {
      return false;
    }
    places.forEach((id, place) -> replace(id, Searching.class, g -> g.matched(queue, place)));
    return true;
  }

  private boolean searchesIn(String groupId, String queue) {
    var group = groups.get(groupId);
    return group != null && group.searchesIn(queue);
  }

  @Override
  public synchronized void assign(
      String matchName, Collection<String> groupIds, Assignment assignment) {
    for (var id : groupIds) {
      inMatch(matchName, id, MatchFound.class)
          .flatMap(group -> group.state().place())
          .ifPresent(
              place ->
                  replace(
                      id,
                      MatchFound.class,
                      group ->
                          group.in(new HostAssigned(place, assignment, OptionalLong.empty()))));
    }
  }

  @Override
  public synchronized Optional<StoredGroup> release(
      String matchName, String queue, Search search, int failures) {
    return inMatch(matchName, search.group().id(), MatchFound.class)
        .flatMap(
            found ->
                replace(
                    found.id(),
                    MatchFound.class,
                    group -> group.searchingAgain(queue, search, failures)));
  }

  @Override
  public synchronized Optional<StoredGroup> abandon(
      String matchName,
      String queue,
      Search search,
      int failures,
      Cancellation why,
      long removeAtMillis) {
    return inMatch(matchName, search.group().id(), MatchFound.class)
        .flatMap(
            found ->
                replace(
                    found.id(),
                    MatchFound.class,
                    group -> group.leftWithMatch(queue, search, failures, why, removeAtMillis)));
  }

  @Override
  public synchronized void retire(
      String matchName, Collection<String> groupIds, long removeAtMillis) {
    for (var id : groupIds) {
      inMatch(matchName, id, HostAssigned.class)
          .filter(group -> group.state().removeAtMillis().isEmpty())
          .ifPresent(group -> retire(group, removeAtMillis));
    }
  }

  private void retire(StoredGroup group, long removeAtMillis) {
    var state = (HostAssigned) group.state();
    replace(
        group.id(),
        HostAssigned.class,
        g -> g.in(new HostAssigned(state.at(), state.to(), OptionalLong.of(removeAtMillis))));
  }

  private Optional<StoredGroup> inMatch(
      String matchName, String groupId, Class<? extends GroupState> state) {
    return Optional.ofNullable(groups.get(groupId))
        .filter(group -> state.isInstance(group.state()))
        .filter(g -> g.state().place().filter(p -> p.matchName().equals(matchName)).isPresent());
  }

  /** Compare and set: changes a group in the given state only. */
  private Optional<StoredGroup> replace(
      String groupId, Class<? extends GroupState> from, UnaryOperator<StoredGroup> change) {
    var group = groups.get(groupId);
    if (group == null || !from.isInstance(group.state())) {
      return Optional.empty();
    }
    var changed = change.apply(group);
    groups.put(groupId, changed);
    scheduleRemoval(changed);
    listener.changed(groupId);
    return Optional.of(changed);
  }

  @Override
  public Optional<TicketView> get(String ticketId) {
    return Optional.ofNullable(groupOfTicket.get(ticketId))
        .flatMap(this::group)
        .flatMap(group -> viewOf(ticketId, group));
  }

  private static Optional<TicketView> viewOf(String ticketId, StoredGroup group) {
    return group.tickets().stream()
        .filter(ticket -> ticket.id().equals(ticketId))
        .findFirst()
        .map(ticket -> new TicketView(ticket, group));
  }

  @Override
  public Optional<StoredGroup> group(String groupId) {
    return Optional.ofNullable(groups.get(groupId));
  }

  @Override
  public List<String> searching(String queue) {
    return groups.values().stream()
        .filter(group -> group.searchesIn(queue))
        .map(StoredGroup::id)
        .toList();
  }

  @Override
  public Stream<StoredGroup> groups() {
    return groups.values().stream();
  }

  @Override
  public synchronized void recover(StoredGroup group) {
    if (!isTaken(group)) {
      put(group);
    }
  }

  @Override
  public synchronized int removeDue(long nowMillis) {
    int removed = 0;
    while (!removals.isEmpty() && removals.peek().atMillis() <= nowMillis) {
      var group = groups.get(removals.poll().groupId());
      group.tickets().forEach(ticket -> groupOfTicket.remove(ticket.id()));
      groups.remove(group.id());
      listener.changed(group.id());
      removed++;
    }
    return removed;
  }

  @Override
  public synchronized OptionalLong nextRemovalMillis() {
    return removals.isEmpty() ? OptionalLong.empty() : OptionalLong.of(removals.peek().atMillis());
  }
}
