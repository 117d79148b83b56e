package dev.muster.engine.indexed;

import dev.muster.engine.profile.Rules;
import java.util.Arrays;

/**
 * The numbers in force for a set of groups: attribute by attribute the strictest over the stages
 * that its groups are at.
 */
final class Limits {
  /** Teams in a match; 0 when the stages want different numbers of teams. */
  final int teamCount;

  /** Least players in each team; may be above {@link #maxTeamSize} when stages differ. */
  final int minTeamSize;

  /** Most players in each team. */
  final int maxTeamSize;

  /** Players in a full match. */
  final int full;

  /** The fewest players in a match. */
  final int fewest;

  /**
   * How many times maxDifference two groups of one match may lie apart. In one team that is once.
   * With more, a group may lie once from its team's mean, that once from another team's, and that
   * once from a group of its own.
   */
  final int reach;

  /** How far apart latencies to the common beacon may be, millionths of a ms. */
  final long difference;

  /** The highest latency to the common beacon, millionths of a ms. */
  final long maxLatency;

  /** By number rule: the widest range within a team, millionths. */
  final long[] maxDifferences;

  /** By intersection rule: how many values all lists must share. */
  final int[] overlaps;

  /** The numbers of one stage. */
  Limits(Rules rules) {
    this(
        rules.playerCount().teamCount(),
        rules.playerCount().minTeamSize(),
        rules.playerCount().maxTeamSize(),
        rules.latencies().map(rule -> rule.difference()).orElse(Long.MAX_VALUE),
        rules.latencies().map(rule -> rule.maxLatency()).orElse(Long.MAX_VALUE),
        rules.numbers().stream().mapToLong(rule -> rule.maxDifference()).toArray(),
        rules.intersections().stream().mapToInt(rule -> rule.overlap()).toArray());
  }

  private Limits(
      int teamCount,
      int minTeamSize,
      int maxTeamSize,
      long difference,
      long maxLatency,
      long[] maxDifferences,
      int[] overlaps) {
    this.teamCount = teamCount;
    this.minTeamSize = minTeamSize;
    this.maxTeamSize = maxTeamSize;
    this.full = teamCount * maxTeamSize;
    this.fewest = teamCount * minTeamSize;
    this.reach = teamCount == 1 ? 1 : 3;
    this.difference = difference;
    this.maxLatency = maxLatency;
    this.maxDifferences = maxDifferences;
    this.overlaps = overlaps;
  }

  /** The stricter of the two, attribute by attribute. */
  Limits strictest(Limits other) {
    var differences = maxDifferences.clone();
    Arrays.setAll(differences, rule -> Math.min(differences[rule], other.maxDifferences[rule]));
    var shared = overlaps.clone();
    Arrays.setAll(shared, rule -> Math.max(shared[rule], other.overlaps[rule]));
    return new Limits(
        teamCount == other.teamCount ? teamCount : 0,
        Math.max(minTeamSize, other.minTeamSize),
        Math.min(maxTeamSize, other.maxTeamSize),
        Math.min(difference, other.difference),
        Math.min(maxLatency, other.maxLatency),
        differences,
        shared);
  }

  /** Says whether every team of a match can have as many players as it may have. */
  boolean allowFull() {
    return teamCount > 0 && minTeamSize <= maxTeamSize;
  }
}
