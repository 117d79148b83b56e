package dev.muster.engine.plain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Event;
import dev.muster.engine.Event.GroupCancelled;
import dev.muster.engine.Event.MatchMade;
import dev.muster.engine.Explanation;
import dev.muster.engine.Standing;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.ticket.Backfill;
import dev.muster.engine.ticket.Cancellation.Reason;
import dev.muster.engine.ticket.Search;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The plain implementation without a choice of its own: it takes the same commands as another
 * implementation, is handed what that one has done at each instant, checks it, and does the same.
 * What the other has missed the plain {@link Matcher} finds.
 */
final class Referee {
  private final WaitingRoom room;
  private final Pool pool;
  private final OpenBackfills backfills;
  private final Tally tally;
  private int groupsAtFirst;

  /** What was seen, over all streams. */
  static final class Tally {
    int full;
    int partial;
    int ofTeams;
    int backfilled;
    int expired;
    int cancelledByChanges;
    int missedAboveTwelve;
    int sameChoice;
    int otherChoice;

    /**
     * Says whether the choice among several sets is mostly the plain one's. It is a preference: the
     * indexed implementation estimates lost partners.
     */
    boolean chooses() {
      return otherChoice <= (sameChoice + otherChoice) / 200;
    }

    @Override
    public String toString() {
      return String.format(
          "%d full, %d partial, %d of teams, %d backfilled, %d expired, %d cancelled by changes;"
              + " %d missed above 12 candidates; up to 12 the choice was the plain one's %d times,"
              + " another %d times",
          full,
          partial,
          ofTeams,
          backfilled,
          expired,
          cancelledByChanges,
          missedAboveTwelve,
          sameChoice,
          otherChoice);
    }
  }

  Referee(Profile profile, Tally tally) {
    this.tally = tally;
    this.room = new WaitingRoom(profile);
    this.pool = room.pool;
    this.backfills = room.backfills;
  }

  // ---------------------------------------------------------------- commands

  void add(Search search, long now) {
    room.add(search, now);
  }

  void remove(String groupId) {
    room.leave(pool.get(groupId));
  }

  void add(Backfill backfill, long now) {
    room.add(backfill, now);
  }

  boolean removeBackfill(String id) {
    return backfills.remove(id);
  }

  /** The same change of rules; the events of the other are those that follow from it. */
  void change(Profile profile, long now, List<Event> events) {
    var expected = room.change(profile, true, now);
    tally.cancelledByChanges += expected.size();
    assertThat(events).isEqualTo(expected);
  }

  // ----------------------------------------------------------------- instants

  /** Judges what was done at one instant, and does the same. */
  void judge(long now, List<Event> events) {
    var expiring = room.enterStages(now);
    groupsAtFirst = pool.byAge().size();
    var seats = new ArrayDeque<Event>();
    room.fillSeats(now, seats::add);
    var ended = new ArrayList<Event>();
    for (var event : events) {
      if (event instanceof MatchMade match && match.backfill().isPresent()) {
        assertThat(event).as("the backfill that is filled, and by whom").isEqualTo(seats.poll());
        tally.backfilled++;
      } else if (event instanceof MatchMade match) {
        assertThat(seats).as("backfills come before new matches").isEmpty();
        judge(match, now);
      } else if (event instanceof GroupCancelled cancelled) {
        judge(cancelled, now);
      } else {
        ended.add(event);
      }
    }
    assertThat(seats).as("seats that were not given").isEmpty();
    assertThat(expiring).as("expires in time").noneMatch(pool::holds);
    var expected = new ArrayList<Event>();
    backfills.expire(now, expected);
    assertThat(ended).as("backfills that expire").isEqualTo(expected);
    room.fillSeats(now, seats::add);
    assertThat(seats).as("seats that could still be filled").isEmpty();
    room.matcher().makeMatches(now, missed -> judgeMissed(missed, now));
  }

  private void judge(GroupCancelled cancelled, long now) {
    var group = pool.get(cancelled.search().group().id());
    assertThat(group).as("it waits: %s", cancelled).isNotNull();
    assertThat(cancelled.search()).isEqualTo(group.search);
    assertThat(cancelled.cancellation().reason()).isEqualTo(Reason.EXPIRED);
    assertThat(group.hasExpired(now)).isTrue();
    room.leave(group);
    tally.expired++;
  }

  // ------------------------------------------------------------------ matches

  private void judge(MatchMade match, long now) {
    assertThat(room.book().profile().backfillOnly()).as("a profile that starts no match").isFalse();
    var teams =
        match.teams().stream()
            .map(team -> team.groups().stream().map(search -> waiting(search, match)).toList())
            .toList();
    var joint = joint(teams.stream().flatMap(List::stream).toList());
    assertThat(joint).as("a rule refuses %s", match).isNotNull();
    var lineup = lineup(joint, teams, match);
    judgeKind(lineup, now);
    judgeBalance(lineup);
    if (groupsAtFirst <= Composer.MOST_EXACT) {
      judgeOrder(lineup);
    }
    assertThat(match).isEqualTo(new Announcement(room.book()).of(lineup));
    lineup.groups().forEach(room::leave);
  }

  private Waiting waiting(Search search, MatchMade match) {
    var group = pool.get(search.group().id());
    assertThat(group).as("%s waits, for %s", search.group().id(), match).isNotNull();
    assertThat(search).isEqualTo(group.search);
    return group;
  }

  private static Joint joint(List<Waiting> groups) {
    var joint = groups.get(0).alone();
    for (int i = 1; i < groups.size() && joint != null; i++) {
      joint = groups.get(i).alone() == null ? null : joint.with(groups.get(i));
    }
    return joint;
  }

  private Lineup lineup(Joint joint, List<List<Waiting>> teams, MatchMade match) {
    var limits = joint.limits();
    var built =
        teams.stream()
            .map(
                groups -> {
                  var team = new Team();
                  groups.forEach(team::add);
                  return team;
                })
            .toList();
    assertThat(built).as("teams of %s", match).hasSize(limits.teamCount);
    for (var team : built) {
      assertThat(team.numbersHold(limits)).as("numbers within a team of %s", match).isTrue();
      assertThat(team.players()).isBetween(limits.minTeamSize, limits.maxTeamSize);
    }
    var balance = Balance.of(built, limits, joint.traits().numberCount());
    assertThat(balance).as("the averages of the teams of %s", match).isNotNull();
    return new Lineup(joint, teams, balance);
  }

  private void judgeKind(Lineup lineup, long now) {
    if (lineup.joint().isFull()) {
      tally.full++;
    } else {
      tally.partial++;
      assertThat(lineup.groups())
          .as("a partial match is not early")
          .anyMatch(group -> group.takesPartial(now));
      if (groupsAtFirst <= Composer.MOST_EXACT) {
        assertThat(lineup.groups())
            .as("the largest, the most even, the closest for one who is about to end: %s", lineup)
            .anyMatch(group -> group.takesPartial(now) && isAsGoodAsItGets(group, lineup));
      }
    }
  }

  private boolean isAsGoodAsItGets(Waiting group, Lineup lineup) {
    var best =
        new Composer(room.book(), pool).partial(group, pool.candidatesOf(group)).orElseThrow();
    return best.joint().players() == lineup.joint().players()
        && best.balance().compareTo(lineup.balance()) == 0;
  }

  private void judgeBalance(Lineup lineup) {
    if (lineup.teams().size() > 1) {
      tally.ofTeams++;
      if (lineup.groups().size() <= Split.MOST_EXACT) {
        var best = Split.of(lineup.joint()).orElseThrow();
        assertThat(lineup.balance())
            .as("the closest averages: %s", lineup.teams())
            .isEqualByComparingTo(best.balance());
      }
    }
  }

  /** Up to 12 groups: nobody who waits longer could have been served; and whose choice it was. */
  private void judgeOrder(Lineup lineup) {
    if (!lineup.joint().isFull()) {
      return;
    }
    var served = lineup.groups().get(0);
    for (var older : pool.byAge()) {
      if (older == served) {
        break;
      }
      if (older.alone() != null) {
        assertThat(
                new Composer(room.book(), pool)
                    .full(older, older.alone(), pool.candidatesOf(older)))
            .as("%s waits longer and could have been served", older.id())
            .isEmpty();
      }
    }
    var plain =
        new Composer(room.book(), pool).full(served, served.alone(), pool.candidatesOf(served));
    if (plain.orElseThrow().groups().equals(lineup.groups())) {
      tally.sameChoice++;
    } else {
      tally.otherChoice++;
    }
  }

  private void judgeMissed(Lineup missed, long now) {
    boolean full = missed.joint().isFull();
    for (var group : missed.groups()) {
      if (full || group.takesPartial(now)) {
        int candidates = pool.candidatesOf(group).size() + 1;
        assertThat(candidates)
            .as("candidates of %s, who has missed %s", group.id(), missed.teams())
            .isGreaterThan(Composer.MOST_EXACT);
      }
    }
    tally.missedAboveTwelve++;
  }

  // ------------------------------------------------------------------- states

  Standing standing() {
    return room.standing();
  }

  long nextDueMillis() {
    return room.nextDueMillis();
  }

  Explanation explain(String groupId, long now) {
    return new Explainer(room.book(), pool).explain(pool.get(groupId), now);
  }

  List<Search> waiting() {
    return pool.byAge().stream().map(group -> group.search).toList();
  }
}
