package dev.muster.engine.indexed;

import dev.muster.engine.Entry;
import dev.muster.engine.Event;
import dev.muster.engine.profile.Problem;
import dev.muster.engine.ticket.AttributeValue;
import dev.muster.engine.ticket.Backfill;
import dev.muster.engine.ticket.Cancellation;
import dev.muster.engine.ticket.Cancellation.Reason;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Ticket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * The backfills that search, in the order in which they are tried, and the groups given to their
 * servers meanwhile.
 *
 * <p>A fresh backfill looks through the cell of its roster's texts, as far as its roster's first
 * numbers reach; the others look only at groups that have arrived or changed their stage, since
 * whom they refused once they would refuse again. So an arrival costs one check per open backfill.
 */
final class OpenBackfills {
  private final Map<String, OpenBackfill> byId = new HashMap<>();
  private final TreeSet<OpenBackfill> byPlace = new TreeSet<>(OpenBackfill.BY_PLACE);
  private final TreeSet<OpenBackfill> byDue = new TreeSet<>(OpenBackfill.BY_DUE);
  private final Map<String, Server> servers = new HashMap<>();
  private final Map<String, String> serverOfGiven = new HashMap<>();
  private final Set<String> fresh = new HashSet<>();
  private final List<Waiting> freshGroups = new ArrayList<>();
  private final Portion portion;
  private RuleTable table;
  private Reader reader;

  /** A server while it has an open backfill. */
  private static final class Server {
    final List<Group> given = new ArrayList<>();
    final TreeSet<OpenBackfill> open = new TreeSet<>(OpenBackfill.BY_PLACE);
  }

  OpenBackfills(RuleTable table, Reader reader, Portion portion) {
    this.portion = portion;
    this.table = table;
    this.reader = reader;
  }

  int size() {
    return byId.size();
  }

  boolean contains(String backfillId) {
    return byId.containsKey(backfillId);
  }

  /** When something happens next; {@link Long#MAX_VALUE} when nothing does. */
  long nextMillis() {
    return byDue.isEmpty() ? Long.MAX_VALUE : byDue.first().dueMillis;
  }

  boolean hasWork() {
    return !byId.isEmpty() && !(fresh.isEmpty() && freshGroups.isEmpty());
  }

  /** What is wrong with the players of a backfill, by ticket. */
  static List<Problem> problems(RuleTable table, Backfill backfill, boolean beaconsListed) {
    var problems = new ArrayList<Problem>();
    for (var group : backfill.roster()) {
      for (var ticket : group.tickets()) {
        Entry.rosterTicket(table.profile, ticket.attributes(), beaconsListed)
            .forEach(problem -> problems.add(problem.under("tickets." + ticket.id())));
      }
    }
    return problems;
  }

  // ------------------------------------------------------------ come and leave

  /** Adds a backfill, or replaces the one of its id in its place. */
  void put(Backfill backfill, long arrival, long nowMillis) {
    var old = close(backfill.id());
    open(
        backfill,
        old == null ? backfill.sinceMillis() : old.firstMillis,
        old == null ? arrival : old.arrival,
        nowMillis);
    if (old != null) {
      forgetServerIfDone(old.backfill.server());
    }
  }

  private void open(Backfill backfill, long firstMillis, long arrival, long nowMillis) {
    var server = servers.computeIfAbsent(backfill.server(), name -> new Server());
    var groups = new ArrayList<>(backfill.roster());
    groups.addAll(server.given);
    var roster = new Roster(groups, table, reader);
    var open = new OpenBackfill(backfill, roster, table, firstMillis, arrival);
    open.enterStageAt(nowMillis);
    open.dueMillis = Math.max(nowMillis, open.nextDueMillis());
    byId.put(backfill.id(), open);
    byPlace.add(open);
    byDue.add(open);
    server.open.add(open);
    fresh.add(backfill.id());
  }

  boolean remove(String backfillId) {
    var open = close(backfillId);
    if (open != null) {
      forgetServerIfDone(open.backfill.server());
    }
    return open != null;
  }

  private OpenBackfill close(String backfillId) {
    var open = byId.remove(backfillId);
    if (open != null) {
      byPlace.remove(open);
      byDue.remove(open);
      servers.get(open.backfill.server()).open.remove(open);
      fresh.remove(backfillId);
    }
    return open;
  }

  private void forgetServerIfDone(String name) {
    var server = servers.get(name);
    if (server != null && server.open.isEmpty()) {
      server.given.forEach(group -> serverOfGiven.remove(group.id()));
      servers.remove(name);
    }
  }

  /** Takes note of a group that has arrived, or has come to another stage. */
  void noteFresh(Waiting group) {
    if (!byId.isEmpty()) {
      freshGroups.add(group);
    }
  }

  /** Takes note that a group searches again: it is on no server. */
  void noteReturn(String groupId, long nowMillis) {
    var name = serverOfGiven.remove(groupId);
    if (name != null) {
      servers.get(name).given.removeIf(group -> group.id().equals(groupId));
      reopen(name, nowMillis);
    }
  }

  /** Reads the rosters of a server's backfills again. */
  private void reopen(String server, long nowMillis) {
    for (var open : List.copyOf(servers.get(server).open)) {
      close(open.backfill.id());
      open(open.backfill, open.firstMillis, open.arrival, nowMillis);
    }
  }

  // ---------------------------------------------------------------------- time

  /** Lets stages change. */
  void enterStages(long nowMillis) {
    var due = new ArrayList<OpenBackfill>();
    while (nextMillis() <= nowMillis) {
      due.add(byDue.pollFirst());
    }
    for (var open : due) {
      open.enterStageAt(nowMillis);
      open.dueMillis = open.nextDueMillis();
      byDue.add(open);
      fresh.add(open.backfill.id());
    }
  }

  /** Ends those whose time is over. */
  void expire(long nowMillis, List<Event> events) {
    if (nextMillis() > nowMillis) {
      return;
    }
    for (var open : List.copyOf(byPlace)) {
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

  /**
   * Gives groups to backfills, the oldest backfill and the longest-waiting group first; or as many
   * as the portion allows.
   */
  void fill(Pool pool, long nowMillis, BiConsumer<Waiting, OpenBackfill> filled) {
    if (!hasWork()) {
      freshGroups.clear();
      return;
    }
    if (portion.isSpent()) {
      return;
    }
    freshGroups.sort(Waiting.BY_AGE);
    var all = List.copyOf(byPlace);
    int looked = 0;
    while (looked < all.size() && !portion.isSpent()) {
      var listed = all.get(looked++);
      // A backfill of the same server may have been filled a moment ago: its roster has grown.
      var open = byId.get(listed.backfill.id());
      if (!open.hasExpired(nowMillis)) {
        var group = fresh.contains(open.backfill.id()) ? firstOf(pool, open) : firstFresh(open);
        if (group != null) {
          filled.accept(group, open);
          give(group.search.group(), open, nowMillis);
        }
      }
    }
    fresh.clear();
    freshGroups.clear();
    for (var left : all.subList(looked, all.size())) {
      fresh.add(left.backfill.id()); // it has not seen who was fresh: it is to look at everyone
    }
  }

  private Waiting firstFresh(OpenBackfill open) {
    portion.charge(freshGroups.size());
    for (var group : freshGroups) {
      if (group.waits() && open.accepts(group)) {
        return group;
      }
    }
    return null;
  }

  private Waiting firstOf(Pool pool, OpenBackfill open) {
    Waiting first = null;
    if (open.roster.texts != null) {
      var cell = pool.cell(open.roster.texts);
      return cell == null ? null : firstOf(cell, open, null);
    }
    for (var cell : pool.cells()) {
      first = firstOf(cell, open, first);
    }
    return first;
  }

  private Waiting firstOf(Cell cell, OpenBackfill open, Waiting soFar) {
    if (cell.size() == 0) {
      return soFar;
    }
    boolean bounded = table.numberCount > 0 && !open.roster.isEmpty();
    long range = bounded ? open.ownLimits().maxDifferences[0] : 0;
    long least = bounded ? open.roster.high() - range : Long.MIN_VALUE;
    long most = bounded ? open.roster.low() + range : Long.MAX_VALUE;
    var first = soFar;
    for (var chunk = cell.chunkFrom(least);
        chunk != null && chunk.keys[0] <= most;
        chunk = chunk.next) {
      portion.charge(chunk.count);
      for (int j = 0; j < chunk.count; j++) {
        var group = chunk.groups[j];
        if ((first == null || Waiting.compareByAge(group, first) < 0) && open.accepts(group)) {
          first = group;
        }
      }
    }
    return first;
  }

  private void give(Group group, OpenBackfill open, long nowMillis) {
    var name = open.backfill.server();
    close(open.backfill.id());
    servers.get(name).given.add(group);
    serverOfGiven.put(group.id(), name);
    reopen(name, nowMillis);
    forgetServerIfDone(name);
  }

  // -------------------------------------------------------------- other rules

  /** Forgets who is fresh: everyone is to be read again. */
  void forgetFresh() {
    freshGroups.clear();
  }

  /** Goes on under other rules; cancels those whose players they cannot judge. */
  void change(
      RuleTable newTable,
      Reader newReader,
      boolean beaconsListed,
      long nowMillis,
      List<Event> events) {
    table = newTable;
    reader = newReader;
    for (var open : List.copyOf(byPlace)) {
      Entry.recheckRoster(table.profile, players(open.backfill), beaconsListed)
          .ifPresent(
              why -> {
                // Its server's groups are judged by whoever is still open, in this order.
                events.add(new Event.BackfillCancelled(open.backfill.id(), why));
              });
    }
    for (var event : events) {
      if (event instanceof Event.BackfillCancelled cancelled) {
        remove(cancelled.backfillId());
      }
    }
    readAgain(nowMillis);
  }

  /** Reads all rosters again, after the codes or the rules have changed. */
  private void readAgain(long nowMillis) {
    for (var open : List.copyOf(byPlace)) {
      close(open.backfill.id());
      open(open.backfill, open.firstMillis, open.arrival, nowMillis);
    }
  }

  /** Reads all rosters again with other codes. */
  void readWith(Reader newReader, long nowMillis) {
    reader = newReader;
    readAgain(nowMillis);
  }

  private List<Map<String, AttributeValue>> players(Backfill backfill) {
    var groups = new ArrayList<>(backfill.roster());
    groups.addAll(servers.get(backfill.server()).given);
    return groups.stream()
        .flatMap(group -> group.tickets().stream())
        .map(Ticket::attributes)
        .toList();
  }
}
