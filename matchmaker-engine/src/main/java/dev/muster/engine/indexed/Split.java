package dev.muster.engine.indexed;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Puts groups into teams, without splitting a group.
 *
 * <p>Up to {@link #MOST_EXACT} groups it tries every way, in the order of age and into the emptiest
 * team first, and keeps the best balanced; where sizes are free it stops after {@link #MOST_CALLS}.
 *
 * <p>Above that: <em>largest first with exchanges</em>. The largest group goes into the team with
 * most room (of several, the one with the least sum of the first number rule); when numbers refuse
 * that, teams are filled in the order of the first number instead. Then groups of one size change
 * places between teams as long as that brings the averages closer. O(n log n + n x n x teams) for
 * each of at most {@link #MOST_SWEEPS} sweeps. The result is acceptable but may not be the closest.
 */
final class Split {
  static final int MOST_EXACT = 12;

  /** So many beginnings of ways are looked at; as many as all of 12 groups in even teams need. */
  static final int MOST_CALLS = 200_000;

  private static final int MOST_SWEEPS = 4;
  private static final Waiting[] NOBODY = {};

  private final int rules;
  private Limits limits;
  private Waiting[] groups = NOBODY;
  private int[] teamOf = new int[MOST_EXACT];
  private int[] players = new int[2];
  private int[] counts = new int[2];
  private long[] sums;
  private long[] low;
  private long[] high;
  private final long[][] savedLow;
  private final long[][] savedHigh;
  private final int[][] orders = new int[MOST_EXACT][];
  private int calls;
  private int[] best;
  private Balance bestBalance;

  Split(RuleTable table) {
    this.rules = table.numberCount;
    this.savedLow = new long[MOST_EXACT][rules];
    this.savedHigh = new long[MOST_EXACT][rules];
  }

  /**
   * The best way to put groups into teams.
   *
   * @param members in any order; they are left as they are
   * @return null when no team rule allows any way that was tried
   */
  Lineup of(Waiting[] members, Limits inForce) {
    groups = members.clone();
    limits = inForce;
    if (limits.teamCount == 1) {
      return Lineup.oneTeam(groups);
    }
    Lineup.sortByAge(groups);
    prepare();
    if (groups.length <= MOST_EXACT) {
      tryEveryWay(0, 0);
    } else {
      largestFirst();
    }
    return best == null ? null : new Lineup(groups, best, limits.teamCount, bestBalance);
  }

  /** Lets go of the groups, so that those that are gone are not kept in memory. */
  void forget() {
    groups = NOBODY;
  }

  private void prepare() {
    int teams = limits.teamCount;
    if (players.length < teams || sums == null) {
      int room = Math.max(players.length, teams);
      players = new int[room];
      counts = new int[room];
      sums = new long[room * rules];
      low = new long[room * rules];
      high = new long[room * rules];
    }
    if (teamOf.length < groups.length) {
      teamOf = new int[groups.length];
    }
    clearTeams();
    calls = 0;
    best = null;
    bestBalance = null;
  }

  private void clearTeams() {
    Arrays.fill(players, 0);
    Arrays.fill(counts, 0);
    Arrays.fill(sums, 0);
    Arrays.fill(low, Long.MAX_VALUE);
    Arrays.fill(high, Long.MIN_VALUE);
  }

  // --------------------------------------------------------------- every way

  /** How many beginnings of ways, or exchanges, it has looked at for the latest answer. */
  int calls() {
    return calls;
  }

  private void tryEveryWay(int next, int used) {
    calls++;
    if (next == groups.length) {
      keepIfBest();
      return;
    }
    int open = Math.min(used + 1, limits.teamCount);
    int[] order = emptiestFirst(next, open);
    for (int i = 0; i < open && calls < MOST_CALLS; i++) {
      int team = order[i];
      var group = groups[next];
      if (players[team] + group.size <= limits.maxTeamSize) {
        join(next, group, team);
        if (numbersHold(team) && mayBeBest()) {
          tryEveryWay(next + 1, team == used ? used + 1 : used);
        }
        leave(next, group, team);
      }
    }
  }

  private int[] emptiestFirst(int depth, int open) {
    if (orders[depth] == null || orders[depth].length < open) {
      orders[depth] = new int[limits.teamCount];
    }
    int[] order = orders[depth];
    for (int team = 0; team < open; team++) {
      int at = team;
      while (at > 0 && players[order[at - 1]] > players[team]) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = team;
    }
    return order;
  }

  private void join(int depth, Waiting group, int team) {
    System.arraycopy(low, team * rules, savedLow[depth], 0, rules);
    System.arraycopy(high, team * rules, savedHigh[depth], 0, rules);
    teamOf[depth] = team;
    put(group, team);
  }

  private void put(Waiting group, int team) {
    players[team] += group.size;
    counts[team]++;
    for (int rule = 0; rule < rules; rule++) {
      int at = team * rules + rule;
      long number = group.number(rule);
      sums[at] += number;
      low[at] = Math.min(low[at], number);
      high[at] = Math.max(high[at], number);
    }
  }

  private void leave(int depth, Waiting group, int team) {
    players[team] -= group.size;
    counts[team]--;
    for (int rule = 0; rule < rules; rule++) {
      sums[team * rules + rule] -= group.number(rule);
    }
    System.arraycopy(savedLow[depth], 0, low, team * rules, rules);
    System.arraycopy(savedHigh[depth], 0, high, team * rules, rules);
  }

  private boolean numbersHold(int team) {
    for (int rule = 0; rule < rules; rule++) {
      int at = team * rules + rule;
      if (counts[team] > 0 && high[at] - low[at] > limits.maxDifferences[rule]) {
        return false;
      }
    }
    return true;
  }

  /** Sizes only grow, and with them the unevenness. */
  private boolean mayBeBest() {
    return bestBalance == null || unevenness() <= bestBalance.unevenness;
  }

  private long unevenness() {
    long squares = 0;
    for (int team = 0; team < limits.teamCount; team++) {
      squares += (long) players[team] * players[team];
    }
    return squares;
  }

  private void keepIfBest() {
    for (int team = 0; team < limits.teamCount; team++) {
      if (players[team] < limits.minTeamSize || players[team] > limits.maxTeamSize) {
        return;
      }
    }
    var balance = balance();
    if (balance != null && (bestBalance == null || balance.compareTo(bestBalance) < 0)) {
      bestBalance = balance;
      best = Arrays.copyOf(teamOf, groups.length);
    }
  }

  /** The balance of the teams as they are; null when a number rule refuses their means. */
  private Balance balance() {
    var ranges = new long[rules];
    var over = new long[rules];
    for (int rule = 0; rule < rules; rule++) {
      int lowestTeam = 0;
      int highestTeam = 0;
      for (int team = 1; team < limits.teamCount; team++) {
        highestTeam = difference(team, highestTeam, rule) > 0 ? team : highestTeam;
        lowestTeam = difference(team, lowestTeam, rule) < 0 ? team : lowestTeam;
      }
      ranges[rule] = difference(highestTeam, lowestTeam, rule);
      over[rule] = (long) counts[highestTeam] * counts[lowestTeam];
      if (ranges[rule] > limits.maxDifferences[rule] * over[rule]) {
        return null;
      }
    }
    return new Balance(unevenness(), ranges, over, limits.maxDifferences);
  }

  /**
   * The difference of two teams' means, times both their group counts. Numbers are at most 1e14 and
   * a match has at most 256 groups: exact.
   */
  private long difference(int team, int other, int rule) {
    return sums[team * rules + rule] * counts[other] - sums[other * rules + rule] * counts[team];
  }

  // ------------------------------------------- largest first, with exchanges

  private void largestFirst() {
    var order = largestFirstOrder();
    for (int i : order) {
      teamOf[i] = emptiest();
      put(groups[i], teamOf[i]);
    }
    if (!allNumbersHold()) {
      inOrderOfNumber();
    }
    if (allNumbersHold()) {
      exchange();
      keepIfBest();
    }
  }

  private int[] largestFirstOrder() {
    return IntStream.range(0, groups.length)
        .boxed()
        .sorted(
            (left, right) ->
                groups[left].size != groups[right].size
                    ? groups[right].size - groups[left].size
                    : Long.compare(groups[right].number, groups[left].number))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private int emptiest() {
    int emptiest = 0;
    for (int team = 1; team < limits.teamCount; team++) {
      if (players[team] < players[emptiest]
          || (players[team] == players[emptiest]
              && rules > 0
              && sums[team * rules] < sums[emptiest * rules])) {
        emptiest = team;
      }
    }
    return emptiest;
  }

  private boolean allNumbersHold() {
    for (int team = 0; team < limits.teamCount; team++) {
      if (!numbersHold(team)) {
        return false;
      }
    }
    return true;
  }

  /** Fills the teams one after the other, the lowest numbers first. */
  private void inOrderOfNumber() {
    clearTeams();
    var order =
        IntStream.range(0, groups.length)
            .boxed()
            .sorted((left, right) -> Long.compare(groups[left].number, groups[right].number))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int i : order) {
      int team = 0;
      while (team + 1 < limits.teamCount && players[team] + groups[i].size > limits.maxTeamSize) {
        team++;
      }
      teamOf[i] = team;
      put(groups[i], team);
    }
  }

  private void exchange() {
    boolean improved = rules > 0;
    for (int sweep = 0; improved && sweep < MOST_SWEEPS; sweep++) {
      improved = false;
      for (int left = 0; left < groups.length; left++) {
        for (int right = left + 1; right < groups.length; right++) {
          improved |= exchange(left, right);
        }
      }
    }
  }

  private boolean exchange(int left, int right) {
    calls++;
    if (teamOf[left] == teamOf[right] || groups[left].size != groups[right].size) {
      return false;
    }
    double before = distance();
    exchangeSums(left, right, teamOf[left], teamOf[right]);
    if (distance() < before) {
      swapTeams(left, right);
      recount(teamOf[left]);
      recount(teamOf[right]);
      if (numbersHold(teamOf[left]) && numbersHold(teamOf[right])) {
        return true;
      }
      swapTeams(left, right);
      recount(teamOf[left]);
      recount(teamOf[right]);
    } else {
      exchangeSums(right, left, teamOf[left], teamOf[right]);
    }
    return false;
  }

  /** Lets one group come into a team for another, which goes to the other team, in the sums. */
  private void exchangeSums(int leaves, int comes, int team, int other) {
    for (int rule = 0; rule < rules; rule++) {
      long more = groups[comes].number(rule) - groups[leaves].number(rule);
      sums[team * rules + rule] += more;
      sums[other * rules + rule] -= more;
    }
  }

  private void swapTeams(int left, int right) {
    int team = teamOf[left];
    teamOf[left] = teamOf[right];
    teamOf[right] = team;
  }

  private void recount(int team) {
    players[team] = 0;
    counts[team] = 0;
    for (int rule = 0; rule < rules; rule++) {
      sums[team * rules + rule] = 0;
      low[team * rules + rule] = Long.MAX_VALUE;
      high[team * rules + rule] = Long.MIN_VALUE;
    }
    for (int i = 0; i < groups.length; i++) {
      if (teamOf[i] == team) {
        put(groups[i], team);
      }
    }
  }

  private double distance() {
    double distance = 0;
    for (int rule = 0; rule < rules; rule++) {
      double least = Double.MAX_VALUE;
      double most = -Double.MAX_VALUE;
      for (int team = 0; team < limits.teamCount; team++) {
        double mean = counts[team] == 0 ? 0 : (double) sums[team * rules + rule] / counts[team];
        least = Math.min(least, mean);
        most = Math.max(most, mean);
      }
      distance += most == least ? 0 : (most - least) / limits.maxDifferences[rule];
    }
    return distance;
  }
}
