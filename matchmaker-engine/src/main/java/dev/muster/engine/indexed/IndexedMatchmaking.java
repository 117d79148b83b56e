package dev.muster.engine.indexed;

import dev.muster.engine.Admission;
import dev.muster.engine.Entry;
import dev.muster.engine.Event;
import dev.muster.engine.Explanation;
import dev.muster.engine.Matchmaking;
import dev.muster.engine.RefusalShare;
import dev.muster.engine.Snapshot;
import dev.muster.engine.Standing;
import dev.muster.engine.Unfit;
import dev.muster.engine.profile.Millionths;
import dev.muster.engine.profile.Problem;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.ticket.AttributeValue;
import dev.muster.engine.ticket.Backfill;
import dev.muster.engine.ticket.Cancellation;
import dev.muster.engine.ticket.Cancellation.Reason;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Search;
import dev.muster.engine.ticket.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The indexed implementation of matchmaking: work per arrival, departure and change of stage,
 * nothing per interval.
 *
 * <p><b>What it keeps.</b> A group is read once ({@link Reader}): its mean numbers, codes and masks
 * for its lists and beacons. It then lies in the {@link Cell} of its texts, in the order of the
 * first number rule; in a hash table by id; in a heap by when something happens to it next ({@link
 * DueHeap}); and in a queue by age. It knows its place in the first and the third, so that leaving
 * needs no search there.
 *
 * <p><b>How it matches.</b> The {@link Matcher} asks only for groups that an arrival or a change of
 * stage may have made a match possible for, the longest-waiting first. The {@link Composer} looks
 * outwards from such a group in its cell's order ({@link Neighbours}) and composes windows, every
 * set, or runs, on a stack that knows what its groups have in common ({@link Run}); {@link Split}
 * puts them into teams; the {@link Choice} is by gaps, lost partners as the index counts them,
 * nearness.
 *
 * <p><b>What it costs</b>, n groups in a cell of which c lie near enough by the first number, f
 * groups in a match: coming, leaving and being due O(log n). A match where players come alone and
 * rules look at one number: O(f log n). Otherwise a group that is asked for costs its nearest
 * neighbours, O(f x f) when they fit together; an arrival for which no match is certain or found
 * costs O(c) more. A change of rules lets everyone in again, O(n log n), and reads them again
 * unless it only moves limits and cancels nobody. Memory is O(n): about 250 bytes for a group of
 * one under the rules of the advanced example, the ticket itself left aside.
 *
 * <p>Not thread-safe: one thread owns it.
 */
public final class IndexedMatchmaking implements Matchmaking {
  private static final int FEW_CODES = 4_096;

  private final int ticketLimit;
  private RuleTable table;
  private boolean beaconsListed;
  private Reader reader;
  private Pool pool;
  private Matcher matcher;
  private Announcement announcement;
  private final OpenBackfills backfills;
  private int mostCodes = FEW_CODES;
  private long arrivals;
  private long lastMillis = Long.MIN_VALUE;

  /**
   * An empty queue.
   *
   * @param profile its rules
   * @param beaconsListed whether the Matchmaker lists beacons; while it lists none, {@code {}} is
   *     fine for latencies
   * @param ticketLimit how many tickets may wait, at least 1; as many backfills may
   */
  public IndexedMatchmaking(Profile profile, boolean beaconsListed, int ticketLimit) {
    if (ticketLimit < 1) {
      throw new IllegalArgumentException(
          "ticketLimit is " + ticketLimit + ", at least 1 was expected");
    }
    this.ticketLimit = ticketLimit;
    this.table = new RuleTable(Objects.requireNonNull(profile, "profile"));
    this.beaconsListed = beaconsListed;
    this.reader = new Reader(table, beaconsListed);
    this.pool = new Pool(table);
    this.matcher = new Matcher(table, reader);
    this.announcement = new Announcement(table, reader);
    this.backfills = new OpenBackfills(table, reader);
  }

  // -------------------------------------------------------------- come and go

  @Override
  public Admission add(Search search, long givenMillis) {
    long nowMillis = moveTo(givenMillis);
    var id = search.group().id();
    if (pool.get(id) != null) {
      return new Admission.AlreadySearching();
    }
    boolean comesBack = search.pausedMillis() > 0;
    if (!comesBack && (long) pool.tickets() + search.group().size() > ticketLimit) {
      return new Admission.PoolFull(ticketLimit);
    }
    var group = reader.read(search, arrivals);
    if (group == null) {
      var unfit = Entry.recheck(table.profile, players(search.group()), beaconsListed);
      if (unfit.isPresent()) {
        return new Admission.Refused(unfit.get());
      }
      group = reader.readAccepted(search, arrivals);
    }
    arrivals++;
    var cell = pool.cellFor(reader.texts());
    backfills.noteReturn(id, nowMillis);
    enter(group, cell, nowMillis);
    if (reader.codeCount() > mostCodes) {
      renewCodes(nowMillis);
    }
    return new Admission.Searching();
  }

  private void enter(Waiting group, Cell cell, long nowMillis) {
    reader.enterStage(group, nowMillis);
    pool.add(group, cell);
    pool.agenda.put(group, Math.max(nowMillis, group.nextDueMillis(table, nowMillis)));
    noteFresh(group, nowMillis);
  }

  private void noteFresh(Waiting group, long nowMillis) {
    matcher.noteFresh(group);
    backfills.noteFresh(group);
    if (group.takesPartial(table, nowMillis)) {
      matcher.noteClosing(group);
    }
  }

  @Override
  public Optional<Search> remove(String groupId) {
    var group = pool.get(groupId);
    if (group == null) {
      return Optional.empty();
    }
    leave(group);
    return Optional.of(group.search);
  }

  private void leave(Waiting group) {
    matcher.noteLeaving(group);
    pool.remove(group);
  }

  @Override
  public Optional<Unfit> add(Backfill backfill, long givenMillis) {
    long nowMillis = moveTo(givenMillis);
    if (!backfills.contains(backfill.id()) && backfills.size() >= ticketLimit) {
      return Optional.of(
          new Unfit(
              List.of(
                  new Problem(
                      "backfills",
                      "are " + backfills.size() + " already, as many as may search at once"))));
    }
    var problems = OpenBackfills.problems(table, backfill, beaconsListed);
    if (!problems.isEmpty()) {
      return Optional.of(new Unfit(problems));
    }
    backfills.put(backfill, arrivals++, nowMillis);
    return Optional.empty();
  }

  @Override
  public boolean removeBackfill(String backfillId) {
    return backfills.remove(backfillId);
  }

  // ------------------------------------------------------------- other rules

  @Override
  public List<Event> change(Profile profile, boolean beaconsListed, long givenMillis) {
    long nowMillis = moveTo(givenMillis);
    boolean admitsAll =
        beaconsListed == this.beaconsListed && profile.mostRelaxed().admitAllOf(table.loosest);
    this.table = new RuleTable(profile);
    this.beaconsListed = beaconsListed;
    var events = new ArrayList<Event>();
    if (admitsAll) {
      judgeAgain(nowMillis);
    } else {
      readAgain(nowMillis, events);
    }
    backfills.change(table, reader, beaconsListed, nowMillis, events);
    return events;
  }

  /** Forgets the codes of values that nobody has any more. */
  private void renewCodes(long nowMillis) {
    readAgain(nowMillis, new ArrayList<>());
    backfills.readWith(reader, nowMillis);
    mostCodes = Math.max(FEW_CODES, 2 * reader.codeCount());
  }

  /** How many values of lists and beacons it knows. */
  int codeCount() {
    return reader.codeCount();
  }

  /** Lets everyone wait on as read already. */
  private void judgeAgain(long nowMillis) {
    var waiting = pool.byAge();
    beginWith(reader.under(table));
    for (var old : waiting) {
      var cell = pool.cellFor(old.cell.texts);
      old.cell = null;
      enter(old.afresh(), cell, nowMillis);
    }
  }

  private void beginWith(Reader newReader) {
    reader = newReader;
    pool = new Pool(table);
    matcher = new Matcher(table, reader);
    announcement = new Announcement(table, reader);
  }

  private void readAgain(long nowMillis, List<Event> events) {
    var waiting = pool.byAge();
    beginWith(new Reader(table, beaconsListed));
    for (var old : waiting) {
      old.cell = null;
      var group = reader.read(old.search, old.arrival);
      var unfit =
          group != null
              ? Optional.<Cancellation>empty()
              : Entry.recheck(table.profile, players(old.search.group()), beaconsListed);
      if (unfit.isPresent()) {
        events.add(new Event.GroupCancelled(old.search, unfit.get()));
      } else {
        group = group != null ? group : reader.readAccepted(old.search, old.arrival);
        enter(group, pool.cellFor(reader.texts()), nowMillis);
      }
    }
  }

  // --------------------------------------------------------------------- time

  @Override
  public List<Event> advance(long givenMillis) {
    long nowMillis = moveTo(givenMillis);
    var events = new ArrayList<Event>();
    while (firstDueMillis() < nowMillis) {
      pass(firstDueMillis(), events);
    }
    pass(nowMillis, events);
    return events;
  }

  /** One instant. */
  private void pass(long instantMillis, List<Event> events) {
    var expiring = enterStages(instantMillis);
    backfills.enterStages(instantMillis);
    makeMatches(instantMillis, events);
    expiring.stream().filter(Waiting::waits).forEach(group -> events.add(expire(group)));
    backfills.expire(instantMillis, events);
    makeMatches(instantMillis, events); // who has expired may have been one too many to look at
  }

  /** Lets stages change; tells whose search ends now unless a match is found. */
  private List<Waiting> enterStages(long instantMillis) {
    var due = new ArrayList<Waiting>();
    while (pool.agenda.nextMillis() <= instantMillis) {
      due.add(pool.agenda.takeNext());
    }
    due.sort(Waiting.BY_AGE);
    var expiring = new ArrayList<Waiting>();
    for (var group : due) {
      if (group.entersStage(table, instantMillis)) {
        matcher.noteLeaving(group);
        group.cell.uncountStage(group);
        reader.enterStage(group, instantMillis);
        group.cell.countStage(group);
        noteFresh(group, instantMillis);
      } else if (group.takesPartial(table, instantMillis)) {
        matcher.noteClosing(group);
      }
      if (group.hasExpired(table, instantMillis)) {
        expiring.add(group);
      } else {
        pool.agenda.put(group, group.nextDueMillis(table, instantMillis));
      }
    }
    return expiring;
  }

  private void makeMatches(long instantMillis, List<Event> events) {
    backfills.fill(
        pool,
        instantMillis,
        (group, open) -> {
          events.add(announcement.of(group, open));
          leave(group);
        });
    matcher.makeMatches(
        instantMillis,
        lineup -> {
          events.add(announcement.of(lineup));
          for (var group : lineup.groups) {
            leave(group);
          }
        });
  }

  private Event expire(Waiting group) {
    leave(group);
    return new Event.GroupCancelled(
        group.search,
        new Cancellation(
            Reason.EXPIRED,
            "No match was found within "
                + Millionths.text(table.expirationMillis * 1_000)
                + " s, the ticketExpirationPeriod of the queue; search again"));
  }

  @Override
  public long nextDueMillis() {
    boolean atOnce = matcher.hasWork() || backfills.hasWork();
    return atOnce ? lastMillis : firstDueMillis();
  }

  private long firstDueMillis() {
    return Math.min(pool.agenda.nextMillis(), backfills.nextMillis());
  }

  // -------------------------------------------------------------------- views

  @Override
  public Standing standing() {
    return new Standing(pool.tickets(), pool.size(), backfills.size(), pool.oldestSinceMillis());
  }

  @Override
  public Optional<Explanation> explain(String groupId, long nowMillis) {
    return Optional.ofNullable(pool.get(groupId))
        .map(group -> new Explainer(table, reader).explain(group, pool.byAge(), nowMillis));
  }

  @Override
  public Optional<Snapshot> snapshot(String groupId, int most) {
    return Optional.ofNullable(pool.get(groupId))
        .map(
            group ->
                new Snapshot(
                    table.profile,
                    beaconsListed,
                    group.search,
                    longestWaiting(group, most),
                    pool.size(),
                    backfills.size()));
  }

  /** So many, and in any case this one. */
  private List<Search> longestWaiting(Waiting group, int most) {
    var searches = new ArrayList<Search>(most);
    boolean isAmong = false;
    for (var other : pool.longestWaiting(most)) {
      searches.add(other.search);
      isAmong |= other == group;
    }
    if (!isAmong) {
      searches.set(searches.size() - 1, group.search);
    }
    return searches;
  }

  @Override
  public List<RefusalShare> refusals(int most, long nowMillis) {
    return new Explainer(table, reader).refusals(pool.longestWaiting(most), nowMillis);
  }

  private static List<Map<String, AttributeValue>> players(Group group) {
    return group.tickets().stream().map(Ticket::attributes).toList();
  }

  /** Time stands still for a caller whose clock goes back. */
  private long moveTo(long nowMillis) {
    lastMillis = Math.max(lastMillis, nowMillis);
    return lastMillis;
  }
}
