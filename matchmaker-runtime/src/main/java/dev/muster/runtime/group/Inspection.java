package dev.muster.runtime.group;

import dev.muster.runtime.loop.Overloaded;
import dev.muster.runtime.loop.SideThread;
import dev.muster.runtime.store.GroupState;
import dev.muster.runtime.store.StoredGroup;
import dev.muster.runtime.store.TicketStore;
import dev.muster.runtime.store.TicketView;
import dev.muster.runtime.ticket.Assignment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * All tickets and matches, page by page, for whoever looks for a mistake. Each page looks at every
 * group, so that they are made one after the other, and few may wait. Any thread.
 */
public final class Inspection implements AutoCloseable {
  /** So many pages may wait. */
  private static final int MOST_WAITING = 4;

  private final TicketStore store;
  private final SideThread worker = new SideThread("inspect", MOST_WAITING);

  /** What a store holds. */
  public Inspection(TicketStore store) {
    this.store = store;
  }

  /**
   * Some of many.
   *
   * @param count how many there are in all
   * @param page which page it is, from 1
   * @param limit how many a page has, at least 1
   */
  public record Page<T>(int count, int page, int limit, List<T> entries) {
    public Page {
      entries = List.copyOf(entries);
    }

    private static <T> Page<T> of(List<T> all, int page, int limit) {
      int from = (int) Math.min(all.size(), (page - 1L) * limit);
      return new Page<>(
          all.size(), page, limit, all.subList(from, Math.min(all.size(), from + limit)));
    }

    /** How many pages there are; at least 1. */
    public int pages() {
      return Math.max(1, (count + limit - 1) / limit);
    }
  }

  /**
   * A match whose players can still be read.
   *
   * @param foundAtMillis when it was made, ms since the epoch
   * @param teams by id, the tickets by group
   * @param assignment where its players connect, once they have been told
   */
  public record Match(
      String id,
      String queue,
      long foundAtMillis,
      Map<String, Map<String, List<String>>> teams,
      Optional<Assignment> assignment) {}

  /**
   * All tickets, the newest first.
   *
   * @return fails with {@link Overloaded} when too much is asked at once
   */
  public CompletionStage<Page<TicketView>> tickets(int page, int limit) {
    return worker.work(() -> pageOfTickets(page, limit));
  }

  private Page<TicketView> pageOfTickets(int page, int limit) {
    var all =
        new ArrayList<>(
            store
                .groups()
                .flatMap(
                    group -> group.tickets().stream().map(ticket -> new TicketView(ticket, group)))
                .toList());
    all.sort(
        Comparator.comparing((TicketView view) -> view.ticket().createdAt())
            .reversed()
            .thenComparing(view -> view.ticket().id()));
    return Page.of(all, page, limit);
  }

  /**
   * All matches whose players can still be read, the newest first.
   *
   * @return fails with {@link Overloaded} when too much is asked at once
   */
  public CompletionStage<Page<Match>> matches(int page, int limit) {
    return worker.work(() -> pageOfMatches(page, limit));
  }

  private Page<Match> pageOfMatches(int page, int limit) {
    var groups =
        store
            .groups()
            .filter(group -> place(group).isPresent())
            .collect(Collectors.groupingBy(group -> place(group).orElseThrow().matchName()));
    var all = new ArrayList<>(groups.values().stream().map(Inspection::match).toList());
    all.sort(Comparator.comparingLong(Match::foundAtMillis).reversed().thenComparing(Match::id));
    return Page.of(all, page, limit);
  }

  private static Optional<GroupState.Place> place(StoredGroup group) {
    return group.state().place();
  }

  private static Match match(List<StoredGroup> groups) {
    var first = groups.get(0);
    var place = place(first).orElseThrow();
    Map<String, Map<String, List<String>>> teams = new TreeMap<>();
    for (var group : groups) {
      teams
          .computeIfAbsent(place(group).orElseThrow().teamId(), team -> new TreeMap<>())
          .put(group.id(), group.tickets().stream().map(ticket -> ticket.id()).toList());
    }
    return new Match(
        place.matchId(), first.queue(), place.foundAtMillis(), teams, first.state().assignment());
  }

  /** Makes no more pages; those that wait are made until the process ends. */
  @Override
  public void close() {
    worker.close();
  }
}
