package dev.muster.engine.plain;

import java.util.List;

/**
 * How well teams are balanced: the most even sizes first, then the closest averages.
 *
 * @param unevenness the squares of the team sizes, added up
 * @param distance over the number rules, the range of the teams' means divided by maxDifference,
 *     added up
 */
record Balance(long unevenness, Ratio distance) implements Comparable<Balance> {
  /**
   * The balance of teams.
   *
   * @return null when a number rule refuses the teams' means
   */
  static Balance of(List<Team> teams, Limits limits, int numberRules) {
    var distance = Ratio.ZERO;
    for (int rule = 0; rule < numberRules; rule++) {
      var range = rangeOfMeans(teams, rule, limits.maxDifference(rule));
      if (range == null) {
        return null;
      }
      distance = distance.plus(range);
    }
    return new Balance(unevenness(teams), distance);
  }

  static long unevenness(List<Team> teams) {
    long squares = 0;
    for (var team : teams) {
      squares += (long) team.players() * team.players();
    }
    return squares;
  }

  /**
   * The range of the teams' means over maxDifference. Numbers are at most 1e14 and a match has at
   * most 256 groups, so that sums times counts stay below 256 x 256 x 1e14 &lt; 2^63: exact.
   */
  private static Ratio rangeOfMeans(List<Team> teams, int rule, long maxDifference) {
    var lowest = teams.get(0);
    var highest = lowest;
    for (var team : teams) {
      if (difference(team, highest, rule) > 0) {
        highest = team;
      }
      if (difference(team, lowest, rule) < 0) {
        lowest = team;
      }
    }
    long range = difference(highest, lowest, rule);
    long counts = (long) highest.groupCount() * lowest.groupCount();
    if (range > maxDifference * counts) {
      return null;
    }
    return range == 0 ? Ratio.ZERO : Ratio.of(range, counts).dividedBy(maxDifference);
  }

  /** The difference of two teams' means, times both their group counts. */
  private static long difference(Team team, Team other, int rule) {
    return team.sum(rule) * other.groupCount() - other.sum(rule) * team.groupCount();
  }

  @Override
  public int compareTo(Balance other) {
    int order = Long.compare(unevenness, other.unevenness);
    return order != 0 ? order : distance.compareTo(other.distance);
  }
}
