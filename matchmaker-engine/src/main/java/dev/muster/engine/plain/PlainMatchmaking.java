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
import dev.muster.engine.ticket.Backfill;
import dev.muster.engine.ticket.Cancellation;
import dev.muster.engine.ticket.Cancellation.Reason;
import dev.muster.engine.ticket.Search;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The plain implementation of matchmaking: the specification, in code.
 *
 * <p><b>How it works.</b> Groups that wait in the {@link WaitingRoom} lie in a {@link Pool},
 * partitioned by the texts that must be equal and ordered by the first number. Time goes from one
 * instant to the next at which anything is due (a lead, a stage, an expiry), and at each instant:
 * stages change, backfills are tried, full matches are made, then partial ones for groups whose
 * stage or search is about to end, then groups expire. When {@link #advance} is called late it
 * still goes through every instant on the way, so that nobody misses a lead because the caller was
 * busy.
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
  private final WaitingRoom room;
  private boolean beaconsListed;
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
    this.room = new WaitingRoom(Objects.requireNonNull(profile, "profile"));
    this.beaconsListed = beaconsListed;
    this.ticketLimit = ticketLimit;
  }

  @Override
  public Admission add(Search search, long givenMillis) {
    long nowMillis = moveTo(givenMillis);
    if (room.pool.get(search.group().id()) != null) {
      return new Admission.AlreadySearching();
    }
    boolean comesBack = search.pausedMillis() > 0;
    if (!comesBack && (long) room.pool.tickets() + search.group().size() > ticketLimit) {
      return new Admission.PoolFull(ticketLimit);
    }
    var unfit = Entry.recheck(profile(), WaitingRoom.players(search.group()), beaconsListed);
    if (unfit.isPresent()) {
      return new Admission.Refused(unfit.get());
    }
    room.add(search, nowMillis);
    return new Admission.Searching();
  }

  private Profile profile() {
    return room.book().profile();
  }

  @Override
  public Optional<Search> remove(String groupId) {
    var group = room.pool.get(groupId);
    if (group == null) {
      return Optional.empty();
    }
    room.leave(group);
    return Optional.of(group.search);
  }

  @Override
  public Optional<Unfit> add(Backfill backfill, long givenMillis) {
    long nowMillis = moveTo(givenMillis);
    if (!room.backfills.contains(backfill.id()) && room.backfills.size() >= ticketLimit) {
      return Optional.of(
          new Unfit(
              List.of(
                  new Problem(
                      "backfills",
                      "are "
                          + room.backfills.size()
                          + " already, as many as may search at once"))));
    }
    var problems = OpenBackfills.problems(room.book(), backfill, beaconsListed);
    if (!problems.isEmpty()) {
      return Optional.of(new Unfit(problems));
    }
    room.add(backfill, nowMillis);
    return Optional.empty();
  }

  @Override
  public boolean removeBackfill(String backfillId) {
    return room.backfills.remove(backfillId);
  }

  @Override
  public List<Event> change(Profile profile, boolean beaconsListed, long givenMillis) {
    this.beaconsListed = beaconsListed;
    return room.change(profile, beaconsListed, moveTo(givenMillis));
  }

  @Override
  public List<Event> advance(long givenMillis) {
    long nowMillis = moveTo(givenMillis);
    var events = new ArrayList<Event>();
    while (room.nextDueMillis() < nowMillis) {
      pass(room.nextDueMillis(), events);
    }
    pass(nowMillis, events);
    return events;
  }

  /** One instant. */
  private void pass(long instantMillis, List<Event> events) {
    var expiring = room.enterStages(instantMillis);
    makeMatches(instantMillis, events);
    expiring.stream().filter(room.pool::holds).forEach(group -> events.add(expire(group)));
    room.backfills.expire(instantMillis, events);
    makeMatches(instantMillis, events); // who has expired may have been one too many to look at
  }

  private void makeMatches(long instantMillis, List<Event> events) {
    room.fillSeats(instantMillis, events::add);
    var announcement = new Announcement(room.book());
    room.matcher()
        .makeMatches(
            instantMillis,
            lineup -> {
              lineup.groups().forEach(room::leave);
              events.add(announcement.of(lineup));
            });
  }

  private Event expire(Waiting group) {
    room.leave(group);
    long seconds = profile().periods().ticketExpirationMillis();
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
    boolean atOnce = room.matcher().hasWork() || room.backfills.hasWork();
    return atOnce ? lastMillis : room.nextDueMillis();
  }

  @Override
  public Standing standing() {
    return room.standing();
  }

  @Override
  public Optional<Explanation> explain(String groupId, long nowMillis) {
    return Optional.ofNullable(room.pool.get(groupId))
        .map(group -> new Explainer(room.book(), room.pool).explain(group, nowMillis));
  }

  @Override
  public Optional<Snapshot> snapshot(String groupId, int most) {
    return Optional.ofNullable(room.pool.get(groupId))
        .map(
            group ->
                new Snapshot(
                    profile(),
                    beaconsListed,
                    group.search,
                    longestWaiting(group, most),
                    room.pool.byAge().size(),
                    room.backfills.size()));
  }

  /** So many, and in any case this one. */
  private List<Search> longestWaiting(Waiting group, int most) {
    var others = room.pool.byAge().stream().filter(other -> other != group).limit(most - 1L);
    return Stream.concat(others, Stream.of(group))
        .sorted(Waiting.BY_AGE)
        .map(waiting -> waiting.search)
        .toList();
  }

  @Override
  public List<RefusalShare> refusals(int most, long nowMillis) {
    return new Explainer(room.book(), room.pool).refusals(most, nowMillis);
  }

  /** Time stands still for a caller whose clock goes back. */
  private long moveTo(long nowMillis) {
    lastMillis = Math.max(lastMillis, nowMillis);
    return lastMillis;
  }
}
