package dev.muster.engine.plain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Puts the groups of a joint into teams, without splitting a group.
 *
 * <p>Up to {@link #MOST_EXACT} groups it tries every way, in the order of age, and keeps the best
 * balanced: at most 15,400 ways for full teams. Where sizes are free there could be many more; it
 * tries the most even ones first and stops after {@link #MOST_WAYS}. Above that many groups it puts
 * the largest first into the team with most room (of several, the one with the least sum of the
 * first number rule): one way, which may be refused where another would do.
 */
final class Split {
  static final int MOST_EXACT = 12;
  private static final int MOST_WAYS = 100_000;

  private final Joint joint;
  private final Limits limits;
  private final int numberRules;
  private final List<Waiting> groups;
  private final List<Team> teams;
  private Balance bestBalance;
  private List<List<Waiting>> best;
  private int ways;

  private Split(Joint joint) {
    this.joint = joint;
    this.limits = joint.limits();
    this.numberRules = joint.traits().numberCount();
    this.groups = joint.groups();
    this.teams = IntStream.range(0, limits.teamCount).mapToObj(team -> new Team()).toList();
  }

  /** The best way to put the groups into teams; empty when no team rule allows any. */
  static Optional<Lineup> of(Joint joint) {
    return joint.isEnough() ? new Split(joint).find() : Optional.empty();
  }

  private Optional<Lineup> find() {
    if (groups.size() <= MOST_EXACT || teams.size() == 1) {
      tryEveryWay(0);
    } else {
      fillTheEmptiest();
    }
    return Optional.ofNullable(best).map(found -> new Lineup(joint, found, bestBalance));
  }

  private void tryEveryWay(int next) {
    if (next == groups.size()) {
      keepIfBest();
      return;
    }
    if (teams.size() == 1) {
      groups.forEach(teams.get(0)::add);
      keepIfBest();
      return;
    }
    for (var team : openTeams()) {
      if (ways < MOST_WAYS && team.players() + groups.get(next).size <= limits.maxTeamSize) {
        team.add(groups.get(next));
        if (team.numbersHold(limits) && mayBeBest()) {
          tryEveryWay(next + 1);
        }
        team.removeLast();
      }
    }
  }

  /** The teams with someone in them and the first empty one, the emptiest first. */
  private List<Team> openTeams() {
    int used = 0;
    while (used < teams.size() && teams.get(used).groupCount() > 0) {
      used++;
    }
    return teams.subList(0, Math.min(used + 1, teams.size())).stream()
        .sorted(Comparator.comparingInt(Team::players))
        .toList();
  }

  /** Sizes only grow, and with them the unevenness. */
  private boolean mayBeBest() {
    return bestBalance == null || Balance.unevenness(teams) <= bestBalance.unevenness();
  }

  private void keepIfBest() {
    ways++;
    if (!teams.stream().allMatch(this::isComplete)) {
      return;
    }
    var balance = Balance.of(teams, limits, numberRules);
    if (balance != null && (bestBalance == null || balance.compareTo(bestBalance) < 0)) {
      bestBalance = balance;
      best = teams.stream().map(team -> List.copyOf(team.groups())).toList();
    }
  }

  private boolean isComplete(Team team) {
    return team.players() >= limits.minTeamSize && team.players() <= limits.maxTeamSize;
  }

  private void fillTheEmptiest() {
    var largestFirst = new ArrayList<>(groups);
    largestFirst.sort(
        Comparator.comparingInt((Waiting group) -> -group.size)
            .thenComparing(Pool.IN_CELL.reversed()));
    for (var group : largestFirst) {
      var emptiest =
          teams.stream()
              .min(Comparator.comparingInt(Team::players).thenComparingLong(this::firstSum))
              .orElseThrow();
      emptiest.add(group);
    }
    if (teams.stream().allMatch(team -> team.numbersHold(limits))) {
      teams.forEach(team -> team.groups().sort(Waiting.BY_AGE));
      keepIfBest();
    }
  }

  private long firstSum(Team team) {
    return numberRules == 0 ? 0 : team.sum(0);
  }
}
