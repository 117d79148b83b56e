package dev.muster.bench.pool;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A match that was made.
 *
 * @param teams its groups by team
 * @param waits how long each group waited, in arrivals; in the order of the groups
 */
record Made(List<List<Entrant>> teams, List<Long> waits) {
  /** Every group of it. */
  List<Entrant> entrants() {
    return teams.stream().flatMap(List::stream).toList();
  }

  /** How far the ranks of its groups lie apart. */
  double spread() {
    return spread(entrants());
  }

  /** How far the teams' averages lie apart. */
  double imbalance() {
    var averages =
        teams.stream()
            .mapToDouble(team -> team.stream().mapToDouble(Entrant::rank).average().orElseThrow())
            .summaryStatistics();
    return averages.getMax() - averages.getMin();
  }

  private static double spread(List<Entrant> entrants) {
    var ranks = entrants.stream().mapToDouble(Entrant::rank).summaryStatistics();
    return ranks.getMax() - ranks.getMin();
  }

  /** What is wrong with matches under a workload's rules; empty when nothing is. */
  static Optional<String> problem(Workload workload, List<Made> matches) {
    var seen = new HashSet<String>();
    for (var match : matches) {
      var problem = match.problem(workload, seen);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private Optional<String> problem(Workload workload, Set<String> seen) {
    var problems = new ArrayList<String>();
    if (teams.size() != workload.teamCount) {
      problems.add("has " + teams.size() + " teams");
    }
    for (var team : teams) {
      int players = team.stream().mapToInt(Entrant::size).sum();
      if (players != workload.teamSize) {
        problems.add("has " + players + " players in a team");
      }
      if (workload.range > 0 && spread(team) > workload.range) {
        problems.add("has ranks " + spread(team) + " apart in a team");
      }
    }
    if (workload.range > 0 && imbalance() > workload.range + 1e-9) {
      problems.add("has averages " + imbalance() + " apart");
    }
    if (workload.sameRegion && entrants().stream().map(Entrant::region).distinct().count() > 1) {
      problems.add("is of several regions");
    }
    if (workload.sameMode && entrants().stream().map(Entrant::mode).distinct().count() > 1) {
      problems.add("is of several modes");
    }
    for (var entrant : entrants()) {
      for (var player : entrant.players()) {
        if (!seen.add(player)) {
          problems.add("has " + player + ", who is in another match");
        }
      }
    }
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of("A match of " + entrants().get(0).id() + " " + String.join(", ", problems));
  }
}
