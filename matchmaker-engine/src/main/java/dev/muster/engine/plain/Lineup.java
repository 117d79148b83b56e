package dev.muster.engine.plain;

import java.util.Comparator;
import java.util.List;

/**
 * An acceptable match: groups in teams.
 *
 * @param teams that of the longest-waiting group first; groups in each by age
 */
record Lineup(Joint joint, List<List<Waiting>> teams, Balance balance) {
  Lineup {
    teams =
        teams.stream().sorted(Comparator.comparing(team -> team.get(0), Waiting.BY_AGE)).toList();
  }

  /** The groups, the longest-waiting first. */
  List<Waiting> groups() {
    return joint.groups();
  }

  /** Says whether the teams hold under all rules when one group stands in for another. */
  boolean holdsWith(Waiting substitute, Waiting member) {
    Joint changed = null;
    for (var group : groups()) {
      var player = group == member ? substitute : group;
      changed = changed == null ? player.alone() : changed.with(player);
      if (changed == null) {
        return false;
      }
    }
    var limits = changed.limits();
    var replaced = teams.stream().map(team -> team(team, substitute, member)).toList();
    return replaced.stream()
            .allMatch(
                team ->
                    team.numbersHold(limits)
                        && team.players() >= limits.minTeamSize
                        && team.players() <= limits.maxTeamSize)
        && Balance.of(replaced, limits, changed.traits().numberCount()) != null;
  }

  private static Team team(List<Waiting> groups, Waiting substitute, Waiting member) {
    var team = new Team();
    groups.forEach(group -> team.add(group == member ? substitute : group));
    return team;
  }
}
