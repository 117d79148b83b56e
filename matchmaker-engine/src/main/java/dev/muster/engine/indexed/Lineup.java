package dev.muster.engine.indexed;

import java.util.ArrayList;
import java.util.List;

/** Groups in teams. */
final class Lineup {
  /** The longest-waiting first. */
  final Waiting[] groups;

  /** By group: the number of its team. */
  final int[] teams;

  final int teamCount;
  final Balance balance;

  Lineup(Waiting[] groups, int[] teams, int teamCount, Balance balance) {
    this.groups = groups;
    this.teams = teams;
    this.teamCount = teamCount;
    this.balance = balance;
  }

  /** One team of groups in any order, which are sorted. */
  static Lineup oneTeam(Waiting[] groups) {
    sortByAge(groups);
    int players = 0;
    for (var group : groups) {
      players += group.size;
    }
    return new Lineup(groups, new int[groups.length], 1, Balance.ofOneTeam(players));
  }

  /** The teams, that of the longest-waiting group first; groups in each by age. */
  List<List<Waiting>> byTeam() {
    var byTeam = new ArrayList<List<Waiting>>(teamCount);
    var placeOf = new int[teamCount];
    for (int i = 0; i < groups.length; i++) {
      int team = teams[i];
      if (placeOf[team] == 0) {
        byTeam.add(new ArrayList<>(groups.length));
        placeOf[team] = byTeam.size();
      }
      byTeam.get(placeOf[team] - 1).add(groups[i]);
    }
    return byTeam;
  }

  /** Sorts a few groups, the longest-waiting first. */
  static void sortByAge(Waiting[] groups) {
    for (int i = 1; i < groups.length; i++) {
      var group = groups[i];
      int at = i;
      while (at > 0 && Waiting.compareByAge(groups[at - 1], group) > 0) {
        groups[at] = groups[at - 1];
        at--;
      }
      groups[at] = group;
    }
  }
}
