package dev.muster.engine.indexed;

import java.util.ArrayList;
import java.util.List;

/**
 * Chooses among the sets that one group could have: one without a gap, of these the one with the
 * fewest lost partners, then the nearest, then the one with the lowest worst latency, then the one
 * whose groups came first.
 *
 * <p>Lost partners may be estimated: {@link Partners}.
 */
final class Choice {
  private final RuleTable table;
  private final Run probe;
  private final List<Found> found = new ArrayList<>();
  private final Partners partners;
  private int mostPlayers;

  /**
   * A choice.
   *
   * @param probe to try sets on; it is overwritten
   */
  Choice(RuleTable table, Partners partners, Run probe) {
    this.table = table;
    this.partners = partners;
    this.probe = probe;
  }

  void clear() {
    found.clear();
    mostPlayers = 0;
    partners.clear();
  }

  /** Lets go of all groups. */
  void forget() {
    clear();
    probe.forget();
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** Adds a set, in the teams that it would play in. */
  void add(Run run, Lineup lineup) {
    var members = run.members();
    mostPlayers = Math.max(mostPlayers, run.players());
    found.add(
        new Found(members, lineup, partners.lostBy(members), run.distance(), run.worstLatency()));
  }

  /** The players of the largest set so far. */
  int mostPlayers() {
    return mostPlayers;
  }

  /** Keeps only the largest, then the most even, then those with the closest averages. */
  void keepMostBalanced() {
    Found best = null;
    for (var one : found) {
      if (best == null || isMoreBalanced(one, best)) {
        best = one;
      }
    }
    var most = best;
    found.removeIf(one -> isMoreBalanced(most, one));
  }

  private static boolean isMoreBalanced(Found one, Found other) {
    int own = players(one);
    int theirs = players(other);
    return own != theirs ? own > theirs : one.lineup.balance.compareTo(other.lineup.balance) < 0;
  }

  private static int players(Found found) {
    int players = 0;
    for (var member : found.members) {
      players += member.size;
    }
    return players;
  }

  /**
   * The best.
   *
   * @param others all that could be in a match with the one who is served
   * @return null when there is none
   */
  Lineup best(Waiting served, Neighbours others) {
    Found first = null;
    while (!found.isEmpty()) {
      var best = takeBest();
      first = first == null ? best : first;
      if (found.isEmpty() && best == first) {
        break;
      }
      if (table.numberCount == 0 || !hasGap(best, served, others)) {
        return best.lineup;
      }
    }
    return first == null ? null : first.lineup;
  }

  private Found takeBest() {
    int best = 0;
    for (int i = 1; i < found.size(); i++) {
      best = found.get(i).isBetterThan(found.get(best)) ? i : best;
    }
    var taken = found.get(best);
    found.set(best, found.get(found.size() - 1));
    found.remove(found.size() - 1);
    return taken;
  }

  // -------------------------------------------------------------------- gaps

  private boolean hasGap(Found set, Waiting served, Neighbours others) {
    probe.clear();
    for (var member : set.members) {
      probe.push(member);
    }
    var low = new long[table.numberCount];
    var high = new long[table.numberCount];
    for (int rule = 0; rule < low.length; rule++) {
      low[rule] = probe.low(rule);
      high[rule] = probe.high(rule);
    }
    for (int i = 0; i < others.count(); i++) {
      var outsider = others.group(i);
      if (liesBetween(outsider, low, high)
          && !isMember(outsider, set)
          && couldStandIn(outsider, set, served)) {
        return true;
      }
    }
    return false;
  }

  private static boolean liesBetween(Waiting group, long[] low, long[] high) {
    for (int rule = 0; rule < low.length; rule++) {
      if (group.number(rule) <= low[rule] || group.number(rule) >= high[rule]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMember(Waiting group, Found set) {
    for (var member : set.members) {
      if (member == group) {
        return true;
      }
    }
    return false;
  }

  private boolean couldStandIn(Waiting outsider, Found set, Waiting served) {
    for (var member : set.members) {
      if (member != served && member.size == outsider.size && holds(set, member, outsider)) {
        return true;
      }
    }
    return false;
  }

  /** Says whether the teams hold with one group in the place of another. */
  private boolean holds(Found set, Waiting leaves, Waiting comes) {
    probe.clear();
    for (var member : set.members) {
      if (!probe.push(member == leaves ? comes : member)) {
        return false;
      }
    }
    return set.lineup.teamCount == 1
        || TeamRules.hold(set.lineup, leaves, comes, probe.limits(), table.numberCount);
  }
}
