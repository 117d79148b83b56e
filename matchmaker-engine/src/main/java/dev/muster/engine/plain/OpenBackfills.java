package dev.muster.engine.plain;

import dev.muster.engine.Entry;
import dev.muster.engine.Event;
import dev.muster.engine.profile.Problem;
import dev.muster.engine.ticket.Backfill;
import dev.muster.engine.ticket.Cancellation;
import dev.muster.engine.ticket.Cancellation.Reason;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Ticket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The backfills that search, in the order in which they are tried, and the groups given to their
 * servers meanwhile.
 *
 * <p>A fresh backfill looks at everyone who waits; the others look only at groups that have arrived
 * or changed their stage, since whom they refused once they would refuse again.
 */
final class OpenBackfills {
  private RuleBook book;
  private final Map<String, OpenBackfill> byId = new HashMap<>();
  private final TreeMap<OpenBackfill.Place, OpenBackfill> byPlace = new TreeMap<>();
  private final Map<String, List<Group>> givenByServer = new HashMap<>();
  private final Agenda<String> agenda = new Agenda<>();
  private final Set<String> fresh = new HashSet<>();
  private final Set<Waiting> freshGroups = new LinkedHashSet<>();

  OpenBackfills(RuleBook book) {
    this.book = book;
  }

  int size() {
    return byId.size();
  }

  boolean contains(String backfillId) {
    return byId.containsKey(backfillId);
  }

  /** When something happens next; {@link Long#MAX_VALUE} when nothing does. */
  long nextMillis() {
    return agenda.nextMillis();
  }

  boolean hasWork() {
    return !byId.isEmpty() && !(fresh.isEmpty() && freshGroups.isEmpty());
  }

  /** What is wrong with the players of a backfill, by ticket. */
  static List<Problem> problems(RuleBook book, Backfill backfill, boolean beaconsListed) {
    var problems = new ArrayList<Problem>();
    for (var group : backfill.roster()) {
      for (var ticket : group.tickets()) {
        Entry.rosterTicket(book.profile(), ticket.attributes(), beaconsListed)
            .forEach(problem -> problems.add(problem.under("tickets." + ticket.id())));
      }
    }
    return problems;
  }

  /** Adds a backfill, or replaces the one of its id in its place. */
  void put(Backfill backfill, long arrival, long nowMillis) {
    var old = close(backfill.id());
    open(
        backfill,
        old == null ? new OpenBackfill.Place(backfill.sinceMillis(), arrival) : old.place,
        nowMillis);
    if (old != null) {
      forgetServerIfDone(old);
    }
  }

  private void open(Backfill backfill, OpenBackfill.Place place, long nowMillis) {
    var given = givenByServer.getOrDefault(backfill.server(), List.of());
    var open = new OpenBackfill(backfill, given, book, place, nowMillis);
    byId.put(backfill.id(), open);
    byPlace.put(place, open);
    agenda.put(backfill.id(), Math.max(nowMillis, open.nextDueMillis()));
    fresh.add(backfill.id());
  }

  boolean remove(String backfillId) {
    var open = close(backfillId);
    if (open != null) {
      forgetServerIfDone(open);
    }
    return open != null;
  }

  private void forgetServerIfDone(OpenBackfill closed) {
    if (byId.values().stream().noneMatch(other -> sameServer(other, closed))) {
      givenByServer.remove(closed.backfill.server());
    }
  }

  private OpenBackfill close(String backfillId) {
    var open = byId.remove(backfillId);
    if (open != null) {
      byPlace.remove(open.place);
      agenda.remove(backfillId);
      fresh.remove(backfillId);
    }
    return open;
  }

  private static boolean sameServer(OpenBackfill left, OpenBackfill right) {
    return left.backfill.server().equals(right.backfill.server());
  }

  /** Takes note of a group that has arrived, or has come to another stage. */
  void noteFresh(Waiting group) {
    if (!byId.isEmpty()) {
      freshGroups.add(group);
    }
  }

  /** Takes note that a group searches again: it is on no server. */
  void noteReturn(String groupId, long nowMillis) {
    givenByServer.forEach(
        (server, given) -> {
          if (given.removeIf(group -> group.id().equals(groupId))) {
            reopen(server, nowMillis);
          }
        });
  }

  /** Reads the rosters of a server's backfills again. */
  private void reopen(String server, long nowMillis) {
    for (var open : List.copyOf(byPlace.values())) {
      if (open.backfill.server().equals(server)) {
        close(open.backfill.id());
        open(open.backfill, open.place, nowMillis);
      }
    }
  }

  /** Lets stages change. */
  void enterStages(long nowMillis) {
    for (var id : agenda.takeDue(nowMillis)) {
      var open = byId.get(id);
      open.enterStageAt(nowMillis);
      agenda.put(id, open.nextDueMillis());
      fresh.add(id);
    }
  }

  /** What was expected of someone who fills a backfill. */
  interface Filled {
    /** A group takes the seats; it must leave the pool. */
    void by(Waiting group, OpenBackfill open, Traits common);
  }

  /** Gives groups to backfills, the oldest backfill and the longest-waiting group first. */
  void fill(Pool pool, long nowMillis, Filled filled) {
    var freshByAge = freshGroups.stream().sorted(Waiting.BY_AGE).toList();
    for (var open : List.copyOf(byPlace.values())) {
      if (!open.hasExpired(nowMillis)) {
        var groups = fresh.contains(open.backfill.id()) ? List.copyOf(pool.byAge()) : freshByAge;
        firstThatMayJoin(open, groups, pool)
            .ifPresent(
                group -> {
                  var now = byId.get(open.backfill.id());
                  filled.by(group, now, now.with(group));
                  give(group.search.group(), now, nowMillis);
                });
      }
    }
    fresh.clear();
    freshGroups.clear();
  }

  private Optional<Waiting> firstThatMayJoin(OpenBackfill open, List<Waiting> groups, Pool pool) {
    // A backfill of the same server may have been filled a moment ago: its roster has grown.
    var now = byId.get(open.backfill.id());
    return groups.stream().filter(pool::holds).filter(group -> now.with(group) != null).findFirst();
  }

  private void give(Group group, OpenBackfill open, long nowMillis) {
    var server = open.backfill.server();
    close(open.backfill.id());
    givenByServer.computeIfAbsent(server, name -> new ArrayList<>()).add(group);
    reopen(server, nowMillis);
    forgetServerIfDone(open);
  }

  /** Ends those whose time is over. */
  void expire(long nowMillis, List<Event> events) {
    for (var open : List.copyOf(byPlace.values())) {
      if (open.hasExpired(nowMillis)) {
        remove(open.backfill.id());
        events.add(
            new Event.BackfillCancelled(
                open.backfill.id(),
                new Cancellation(
                    Reason.EXPIRED, "No group was found before the backfill expired")));
      }
    }
  }

  /** Goes on under other rules; cancels those whose players they cannot judge. */
  void change(RuleBook newBook, boolean beaconsListed, long nowMillis, List<Event> events) {
    book = newBook;
    var all = List.copyOf(byPlace.values());
    var cancelled = new LinkedHashMap<String, Cancellation>();
    all.forEach(
        open ->
            Entry.recheckRoster(book.profile(), players(open.backfill), beaconsListed)
                .ifPresent(why -> cancelled.put(open.backfill.id(), why)));
    cancelled.forEach(
        (id, why) -> {
          remove(id);
          events.add(new Event.BackfillCancelled(id, why));
        });
    for (var open : all) {
      if (byId.containsKey(open.backfill.id())) {
        close(open.backfill.id());
        open(open.backfill, open.place, nowMillis);
      }
    }
  }

  private List<Map<String, dev.muster.engine.ticket.AttributeValue>> players(Backfill backfill) {
    var groups = new ArrayList<>(backfill.roster());
    groups.addAll(givenByServer.getOrDefault(backfill.server(), List.of()));
    return groups.stream()
        .flatMap(group -> group.tickets().stream())
        .map(Ticket::attributes)
        .toList();
  }
}
