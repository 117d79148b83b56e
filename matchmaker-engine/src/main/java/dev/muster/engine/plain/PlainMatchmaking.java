package dev.muster.engine.plain;

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
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The plain implementation of matchmaking: the specification, in code.
 *
 * <p><b>How it works.</b> Groups that wait lie in a {@link Pool}, partitioned by the texts that
 * must be equal and ordered by the first number. Time goes from one instant to the next at which
 * anything is due (a lead, a stage, an expiry), and at each instant: stages change, backfills are
 * tried, full matches are made, then partial ones for groups whose stage or search is about to end,
 * then groups expire. When {@link #advance} is called late it still goes through every instant on
 * the way, so that nobody misses a lead because the caller was busy.
 *
 * <p>A {@link Joint} says whether groups may be in one match at all; it grows group by group, and
 * what refuses it refuses everything larger. A {@link Split} puts a joint into teams. The {@link
 * Composer} looks at every set around the group that is served, or at runs where there are too
 * many; the {@link Preference} chooses among what it found. The {@link Matcher} asks only for
 * groups that an arrival or a change of stage may have made a match possible for.
 *
 * <p><b>What it costs</b>, n groups in a cell of which m lie near enough by the first number and c
 * may really meet: an arrival that changes nothing costs O(log n + m) joints. One that brings c
 * others into question costs c times their candidates: O(c x c) joints, and up to 2^11 joints for
 * each of up to 12 groups. A match that is made costs O(g x m) for lost partners, where g groups
 * are in the sets that are compared. Memory is O(n).
 *
 * <p>Not thread-safe: one thread owns it.
 */
public final class PlainMatchmaking implements Matchmaking {
  private final int ticketLimit;
  private final Pool pool = new Pool();
  private final Agenda<Waiting> agenda = new Agenda<>();
  private final OpenBackfills backfills;
  private RuleBook book;
  private boolean beaconsListed;
  private Matcher matcher;
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
  public PlainMatchmaking(Profile profile, boolean beaconsListed, int ticketLimit) {
    if (ticketLimit < 1) {
      throw new IllegalArgumentException(
          "ticketLimit is " + ticketLimit + ", at least 1 was expected");
    }
    this.book = new RuleBook(Objects.requireNonNull(profile, "profile"));
    this.beaconsListed = beaconsListed;
    this.ticketLimit = ticketLimit;
    this.matcher = new Matcher(book, pool);
    this.backfills = new OpenBackfills(book);
  }

  @Override
  public Admission add(Search search, long givenMillis) {
    long nowMillis = moveTo(givenMillis);
    if (pool.get(search.group().id()) != null) {
      return new Admission.AlreadySearching();
    }
    boolean comesBack = search.pausedMillis() > 0;
    if (!comesBack && (long) pool.tickets() + search.group().size() > ticketLimit) {
      return new Admission.PoolFull(ticketLimit);
    }
    var unfit = Entry.recheck(book.profile(), players(search.group()), beaconsListed);
    if (unfit.isPresent()) {
      return new Admission.Refused(unfit.get());
    }
    backfills.noteReturn(search.group().id(), nowMillis);
    enter(new Waiting(search, book, arrivals++, nowMillis), nowMillis);
    return new Admission.Searching();
  }

  private void enter(Waiting group, long nowMillis) {
    pool.add(group);
    agenda.put(group, Math.max(nowMillis, group.nextDueMillis(nowMillis)));
    noteFresh(group, nowMillis);
  }

  private void noteFresh(Waiting group, long nowMillis) {
    matcher.noteFresh(group);
    backfills.noteFresh(group);
    if (group.takesPartial(nowMillis)) {
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
    pool.remove(group);
    agenda.remove(group);
    matcher.noteLeaving(group);
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
    var problems = OpenBackfills.problems(book, backfill, beaconsListed);
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

  @Override
  public List<Event> change(Profile profile, boolean beaconsListed, long givenMillis) {
    long nowMillis = moveTo(givenMillis);
    this.book = new RuleBook(profile);
    this.beaconsListed = beaconsListed;
    this.matcher = new Matcher(book, pool);
    var events = new ArrayList<Event>();
    for (var group : List.copyOf(pool.byAge())) {
      pool.remove(group);
      agenda.remove(group);
      var unfit = Entry.recheck(profile, players(group.search.group()), beaconsListed);
      unfit.ifPresent(why -> events.add(new Event.GroupCancelled(group.search, why)));
      if (unfit.isEmpty()) {
        enter(new Waiting(group.search, book, group.arrival, nowMillis), nowMillis);
      }
    }
    backfills.change(book, beaconsListed, nowMillis, events);
    return events;
  }

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
    var expiring = new ArrayList<Waiting>();
    for (var group : agenda.takeDue(instantMillis)) {
      if (group.entersStage(instantMillis)) {
        matcher.noteLeaving(group);
        group.enterStageAt(instantMillis);
        noteFresh(group, instantMillis);
      } else if (group.takesPartial(instantMillis)) {
        matcher.noteClosing(group);
      }
      if (group.hasExpired(instantMillis)) {
        expiring.add(group);
      } else {
        agenda.put(group, group.nextDueMillis(instantMillis));
      }
    }
    backfills.enterStages(instantMillis);
    makeMatches(instantMillis, events);
    expiring.stream().filter(pool::holds).forEach(group -> events.add(expire(group)));
    backfills.expire(instantMillis, events);
    makeMatches(instantMillis, events); // who has expired may have been one too many to look at
  }

  private void makeMatches(long instantMillis, List<Event> events) {
    var announcement = new Announcement(book);
    backfills.fill(
        pool,
        instantMillis,
        (group, open, common) -> {
          leave(group);
          events.add(announcement.of(group, open, common));
        });
    matcher.makeMatches(
        instantMillis,
        lineup -> {
          lineup.groups().forEach(this::leave);
          events.add(announcement.of(lineup));
        });
  }

  private Event expire(Waiting group) {
    leave(group);
    long seconds = book.profile().periods().ticketExpirationMillis();
    return new Event.GroupCancelled(
        group.search,
        new Cancellation(
            Reason.EXPIRED,
            "No match was found within "
                + Millionths.text(seconds * 1_000)
                + " s, the ticketExpirationPeriod of the queue; search again"));
  }

  @Override
  public long nextDueMillis() {
    boolean atOnce = matcher.hasWork() || backfills.hasWork();
    return atOnce ? lastMillis : firstDueMillis();
  }

  private long firstDueMillis() {
    return Math.min(agenda.nextMillis(), backfills.nextMillis());
  }

  @Override
  public Standing standing() {
    var oldest = pool.byAge().stream().findFirst();
    return new Standing(
        pool.tickets(),
        pool.byAge().size(),
        backfills.size(),
        oldest.isPresent()
            ? OptionalLong.of(oldest.get().search.sinceMillis())
            : OptionalLong.empty());
  }

  @Override
  public Optional<Explanation> explain(String groupId, long nowMillis) {
    return Optional.ofNullable(pool.get(groupId))
        .map(group -> new Explainer(book, pool).explain(group, nowMillis));
  }

  @Override
  public Optional<Snapshot> snapshot(String groupId, int most) {
    return Optional.ofNullable(pool.get(groupId))
        .map(
            group ->
                new Snapshot(
                    book.profile(),
                    beaconsListed,
                    group.search,
                    longestWaiting(group, most),
                    pool.byAge().size(),
                    backfills.size()));
  }

  /** So many, and in any case this one. */
  private List<Search> longestWaiting(Waiting group, int most) {
    var others = pool.byAge().stream().filter(other -> other != group).limit(most - 1L);
    return Stream.concat(others, Stream.of(group))
        .sorted(Waiting.BY_AGE)
        .map(waiting -> waiting.search)
        .toList();
  }

  @Override
  public List<RefusalShare> refusals(int most, long nowMillis) {
    return new Explainer(book, pool).refusals(most, nowMillis);
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
