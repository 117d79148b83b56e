package dev.muster.engine.indexed;

import java.util.Arrays;

/** What the rules say of teams that stand already. */
final class TeamRules {
  private TeamRules() {}

  /** Says whether teams hold by size and by numbers with one group in the place of another. */
  static boolean hold(
      Lineup lineup, Waiting leaves, Waiting comes, Limits limits, int numberRules) {
    if (lineup.teamCount != limits.teamCount) {
      return false;
    }
    var players = new int[lineup.teamCount];
    var counts = new int[lineup.teamCount];
    for (int i = 0; i < lineup.groups.length; i++) {
      players[lineup.teams[i]] += lineup.groups[i].size;
      counts[lineup.teams[i]]++;
    }
    for (int team = 0; team < lineup.teamCount; team++) {
      if (players[team] < limits.minTeamSize || players[team] > limits.maxTeamSize) {
        return false;
      }
    }
    for (int rule = 0; rule < numberRules; rule++) {
      if (!numbersHold(lineup, leaves, comes, rule, limits.maxDifferences[rule], counts)) {
        return false;
      }
    }
    return true;
  }

  private static boolean numbersHold(
      Lineup lineup, Waiting leaves, Waiting comes, int rule, long range, int[] counts) {
    var sums = new long[lineup.teamCount];
    var low = new long[lineup.teamCount];
    var high = new long[lineup.teamCount];
    Arrays.fill(low, Long.MAX_VALUE);
    Arrays.fill(high, Long.MIN_VALUE);
    for (int i = 0; i < lineup.groups.length; i++) {
      var group = lineup.groups[i] == leaves ? comes : lineup.groups[i];
      int team = lineup.teams[i];
      sums[team] += group.number(rule);
      low[team] = Math.min(low[team], group.number(rule));
      high[team] = Math.max(high[team], group.number(rule));
    }
    for (int team = 0; team < lineup.teamCount; team++) {
      if (high[team] - low[team] > range) {
        return false;
      }
      for (int other = 0; other < lineup.teamCount; other++) {
        long apart = sums[team] * counts[other] - sums[other] * counts[team];
        if (apart > range * counts[team] * counts[other]) {
          return false;
        }
      }
    }
    return true;
  }
}
