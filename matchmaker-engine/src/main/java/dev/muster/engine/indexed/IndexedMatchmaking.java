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
import java.util.ArrayDeque;
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
 * costs O(c x f) more. A change of rules lets everyone in again, O(n log n), and reads them again
 * unless it only moves limits and cancels nobody. Memory is O(n): about 250 bytes for a group of
 * one under the rules of the advanced example, the ticket itself left aside.
 *
 * <p><b>How long a call takes.</b> What would take long is done in portions ({@link Portion}): the
 * moving of everyone to other rules, stages that change together, rounds of matching. A call that
 * has done its portion returns, and {@link #nextDueMillis} asks for the next one at once. While
 * groups are moved to other rules nobody is matched.
 *
 * <p>Not thread-safe: one thread owns it.
 */
public final class IndexedMatchmaking implements Matchmaking {
  private static final int FEW_CODES = 4_096;

  /** Up to so many groups, a change of rules looks at them itself; above, {@link #advance} does. */
  private static final int FEW_GROUPS = 64;

  /** So long a group whose time is over waits for a round of matching that takes several calls. */
  private static final long MOST_OVERTIME_MILLIS = 1_000;

  /**
   * A group whose search ends unless it is matched now.
   *
   * @param sinceMillis since when it is one, ms since the epoch
   */
  private record Expiring(Waiting group, long sinceMillis) {}

  private final int ticketLimit;
  private final Portion portion;
  private RuleTable table;
  private boolean beaconsListed;
  private Reader reader;
  private Pool pool;
  private Matcher matcher;
  private Announcement announcement;
  private final OpenBackfills backfills;
  private final ArrayDeque<Expiring> expiring = new ArrayDeque<>();
  private boolean asRead;
  private long changedMillis;
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
    this(profile, beaconsListed, ticketLimit, new Portion(Portion.ORDINARY));
  }

  /** One that does another portion in each call. */
  IndexedMatchmaking(Profile profile, boolean beaconsListed, int ticketLimit, Portion portion) {
    if (ticketLimit < 1) {
      throw new IllegalArgumentException(
          "ticketLimit is " + ticketLimit + ", at least 1 was expected");
    }
    this.ticketLimit = ticketLimit;
    this.portion = portion;
    this.table = new RuleTable(Objects.requireNonNull(profile, "profile"));
    this.beaconsListed = beaconsListed;
    this.reader = new Reader(table, beaconsListed);
    this.pool = new Pool(table);
    this.matcher = new Matcher(table, reader, portion);
    this.announcement = new Announcement(table, reader);
    this.backfills = new OpenBackfills(table, reader, portion);
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
    if (reader.codeCount() > mostCodes && pool.isSettled()) {
      renewCodes(nowMillis);
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
    pool.add(group);
    enter(group, cell, nowMillis);
    return new Admission.Searching();
  }

  private void enter(Waiting group, Cell cell, long nowMillis) {
    reader.enterStage(group, nowMillis);
    pool.place(group, cell);
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
    var events = new ArrayList<Event>();
    settle(events); // a change before the last one is through: that one comes first
    boolean admitsAll =
        beaconsListed == this.beaconsListed && profile.mostRelaxed().admitAllOf(table.loosest);
    this.table = new RuleTable(profile);
    this.beaconsListed = beaconsListed;
    beginMove(admitsAll, nowMillis);
    if (pool.size() <= FEW_GROUPS) {
      portion.begin();
      moveSome(events);
    }
    backfills.change(table, reader, beaconsListed, nowMillis, events);
    return events;
  }

  /** Forgets the codes of values that nobody has any more. */
  private void renewCodes(long nowMillis) {
    beginMove(false, nowMillis);
    backfills.readWith(reader, nowMillis);
  }

  /**
   * Begins to let everyone in by other rules: a portion at a time, the longest-waiting first.
   *
   * @param asRead whether what was read of them counts on
   */
  private void beginMove(boolean asRead, long nowMillis) {
    this.asRead = asRead;
    changedMillis = nowMillis;
    reader = asRead ? reader.under(table) : new Reader(table, beaconsListed);
    pool = pool.under(table);
    matcher = new Matcher(table, reader, portion);
    announcement = new Announcement(table, reader);
    backfills.forgetFresh();
    expiring.clear();
  }

  /** Lets everyone in who is still to be let in by the rules in force. */
  void settle(List<Event> events) {
    while (!pool.isSettled()) {
      portion.begin();
      moveSome(events);
    }
  }

  private void moveSome(List<Event> events) {
    while (!pool.isSettled() && !portion.isSpent()) {
      var group = pool.nextToMove();
      if (group != null) {
        portion.charge(Portion.ENTRY);
        move(group, events);
      } else {
        mostCodes = Math.max(FEW_CODES, 2 * reader.codeCount());
      }
    }
  }

  private void move(Waiting group, List<Event> events) {
    group.beginAfresh();
    if (asRead) {
      enter(group, pool.cellFor(group.cell.texts), changedMillis);
      return;
    }
    if (!reader.readAgain(group)) {
      var unfit = Entry.recheck(table.profile, players(group.search.group()), beaconsListed);
      if (unfit.isPresent()) {
        pool.drop(group);
        events.add(new Event.GroupCancelled(group.search, unfit.get()));
        return;
      }
      reader.readAcceptedAgain(group);
    }
    enter(group, pool.cellFor(reader.texts()), changedMillis);
  }

  // --------------------------------------------------------------------- time

  @Override
  public List<Event> advance(long givenMillis) {
    long nowMillis = moveTo(givenMillis);
    var events = new ArrayList<Event>();
    portion.begin();
    moveSome(events);
    while (firstDueMillis() < nowMillis && mayPass()) {
      pass(firstDueMillis(), events);
    }
    if (mayPass()) {
      pass(nowMillis, events);
    }
    return events;
  }

  private boolean mayPass() {
    return pool.isSettled() && !portion.isSpent();
  }

  /** One instant, as far as the portion allows. */
  private void pass(long instantMillis, List<Event> events) {
    enterStages(instantMillis);
    if (pool.agenda.nextMillis() <= instantMillis) {
      return; // some are still to change their stages, which comes before matching
    }
    backfills.enterStages(instantMillis);
    makeMatches(instantMillis, events);
    expire(instantMillis, events);
    backfills.expire(instantMillis, events);
    makeMatches(instantMillis, events); // who has expired may have been one too many to look at
  }

  /** Lets stages change; takes note of whose search ends now unless a match is found. */
  private void enterStages(long instantMillis) {
    var due = new ArrayList<Waiting>();
    while (pool.agenda.nextMillis() <= instantMillis && !portion.isSpent()) {
      portion.charge(Portion.TURN);
      due.add(pool.agenda.takeNext());
    }
    due.sort(Waiting.BY_AGE);
    for (var group : due) {
      if (group.entersStage(table, instantMillis)) {
        matcher.noteStage(group);
        group.cell.uncountStage(group);
        reader.enterStage(group, instantMillis);
        group.cell.countStage(group);
        noteFresh(group, instantMillis);
      } else if (group.takesPartial(table, instantMillis)) {
        matcher.noteClosing(group);
      }
      if (group.hasExpired(table, instantMillis)) {
        expiring.add(new Expiring(group, instantMillis));
      } else {
        pool.agenda.put(group, group.nextDueMillis(table, instantMillis));
      }
    }
  }

  /** Ends the searches whose time is over, when nobody is left to be matched. */
  private void expire(long instantMillis, List<Event> events) {
    while (!expiring.isEmpty() && mayExpire(expiring.peek(), instantMillis)) {
      var group = expiring.poll().group();
      if (group.waits()) {
        portion.charge(Portion.TURN);
        events.add(expired(group));
      }
    }
  }

  private boolean mayExpire(Expiring next, long instantMillis) {
    return !(matcher.hasWork() || backfills.hasWork())
        || instantMillis - next.sinceMillis() >= MOST_OVERTIME_MILLIS;
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

  private Event expired(Waiting group) {
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
    boolean atOnce =
        !pool.isSettled() || matcher.hasWork() || backfills.hasWork() || !expiring.isEmpty();
    return atOnce ? lastMillis : firstDueMillis();
  }

  private long firstDueMillis() {
    return Math.min(pool.agenda.nextMillis(), backfills.nextMillis());
  }

  // -------------------------------------------------------------------- views

  /** How many values of lists and beacons it knows. */
  int codeCount() {
    return reader.codeCount();
  }

  @Override
  public Standing standing() {
    return new Standing(pool.tickets(), pool.size(), backfills.size(), pool.oldestSinceMillis());
  }

  @Override
  public Optional<Explanation> explain(String groupId, long nowMillis) {
    return pool.isSettled()
        ? Optional.ofNullable(pool.get(groupId))
            .map(group -> new Explainer(table, reader).explain(group, pool.byAge(), nowMillis))
        : settledCopy(nowMillis).explain(groupId, nowMillis);
  }

  /** The same groups, all of them read by the rules in force; this one stays as it is. */
  private IndexedMatchmaking settledCopy(long nowMillis) {
    var copy = new IndexedMatchmaking(table.profile, beaconsListed, Integer.MAX_VALUE);
    pool.byAge().forEach(group -> copy.add(group.search, nowMillis));
    return copy;
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
    return new Explainer(table, reader).refusals(pool.longestPlaced(most), nowMillis);
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
