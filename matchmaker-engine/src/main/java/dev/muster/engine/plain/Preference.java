package dev.muster.engine.plain;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses among the acceptable matches that one group could have: one without a gap; of these the
 * one with the fewest lost partners, then the nearest, then the one with the lowest worst latency,
 * then the one whose groups came first.
 *
 * <p>A gap is a waiting group that lies, by every number rule, strictly between the lowest and the
 * highest of the match and could stand in for a member of its size, other than the group that is
 * served. Without number rules there is no between and so no gap. When every match has one, they
 * are chosen among as if none had.
 *
 * <p>The lost partners of a match are the pairs of a member and an outsider that all rules but
 * playerCount accept together now, two groups looked at by themselves.
 */
final class Preference {
  private final RuleBook book;
  private final Pool pool;
  private final Waiting served;
  private final List<Waiting> candidates;
  private final Map<Waiting, Integer> partners = new HashMap<>();

  /**
   * A choice for one group.
   *
   * @param served the group that the match is for
   * @param candidates all that could be in a match with it
   */
  Preference(RuleBook book, Pool pool, Waiting served, List<Waiting> candidates) {
    this.book = book;
    this.pool = pool;
    this.served = served;
    this.candidates = candidates;
  }

  private record Rank(Lineup lineup, long lostPartners, double distance, long worstLatency) {
    long[] arrivals() {
      return lineup.groups().stream().mapToLong(group -> group.arrival).toArray();
    }
  }

  /** The best of these. */
  Optional<Lineup> best(List<Lineup> lineups) {
    if (lineups.size() < 2) {
      return lineups.stream().findFirst();
    }
    var ranked =
        lineups.stream()
            .map(this::rank)
            .sorted(
                Comparator.comparingLong(Rank::lostPartners)
                    .thenComparingDouble(Rank::distance)
                    .thenComparingLong(Rank::worstLatency)
                    .thenComparing(Rank::arrivals, java.util.Arrays::compare))
            .map(Rank::lineup)
            .toList();
    return ranked.stream()
        .filter(lineup -> !hasGap(lineup))
        .findFirst()
        .or(() -> Optional.of(ranked.get(0)));
  }

  private Rank rank(Lineup lineup) {
    var joint = lineup.joint();
    return new Rank(
        lineup,
        lostPartners(lineup.groups()),
        distance(joint),
        joint.traits().beacons().worstLatency(joint.limits()));
  }

  private long lostPartners(List<Waiting> members) {
    long lost = 0;
    for (int i = 0; i < members.size(); i++) {
      lost += partners.computeIfAbsent(members.get(i), group -> pool.partnersOf(group, book));
      for (int j = 0; j < i; j++) {
        lost -= Pool.arePartners(members.get(i), members.get(j), book) ? 2 : 0;
      }
    }
    return lost;
  }

  private static double distance(Joint joint) {
    double distance = 0;
    for (int rule = 0; rule < joint.traits().numberCount(); rule++) {
      long spread = joint.traits().spread(rule);
      distance += spread == 0 ? 0 : (double) spread / joint.limits().maxDifference(rule);
    }
    return distance;
  }

  private boolean hasGap(Lineup lineup) {
    return lineup.joint().traits().numberCount() > 0
        && candidates.stream()
            .filter(outsider -> liesInside(outsider, lineup.joint()))
            .anyMatch(outsider -> couldStandIn(outsider, lineup));
  }

  private static boolean liesInside(Waiting outsider, Joint joint) {
    for (int rule = 0; rule < joint.traits().numberCount(); rule++) {
      long number = outsider.traits.lowest(rule);
      if (number <= joint.traits().lowest(rule) || number >= joint.traits().highest(rule)) {
        return false;
      }
    }
    return !joint.contains(outsider);
  }

  private boolean couldStandIn(Waiting outsider, Lineup lineup) {
    return lineup.groups().stream()
        .filter(member -> member != served && member.size == outsider.size)
        .anyMatch(member -> lineup.holdsWith(outsider, member));
  }
}
