package dev.muster.engine.plain;

import dev.muster.engine.profile.Rules;
import java.util.Arrays;

/**
 * The numbers in force for a set of groups: attribute by attribute the strictest over the stages
 * that its groups are at.
 */
final class Limits {
  /** What {@link #teamCount} is when the stages want different numbers of teams. */
  static final int NO_TEAMS = 0;

  /** Teams in a match, or {@link #NO_TEAMS}. */
  final int teamCount;

  /** Least players in each team; may be above {@link #maxTeamSize} when stages differ. */
  final int minTeamSize;

  /** Most players in each team. */
  final int maxTeamSize;

  /** How far apart latencies to the common beacon may be, millionths of a ms. */
  final long difference;

  /** The highest latency to the common beacon, millionths of a ms. */
  final long maxLatency;

  private final long[] maxDifferences;
  private final int[] overlaps;

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
        teamCount == other.teamCount ? teamCount : NO_TEAMS,
        Math.max(minTeamSize, other.minTeamSize),
        Math.min(maxTeamSize, other.maxTeamSize),
        Math.min(difference, other.difference),
        Math.min(maxLatency, other.maxLatency),
        differences,
        shared);
  }

  /** The widest range of the numbers of a rule, millionths. */
  long maxDifference(int rule) {
    return maxDifferences[rule];
  }

  /** How many values the lists of a rule must share. */
  int overlap(int rule) {
    return overlaps[rule];
  }

  /** Players in a full match. */
  int full() {
    return teamCount * maxTeamSize;
  }

  /** The fewest players in a match. */
  int fewest() {
    return teamCount * minTeamSize;
  }

  /**
   * How many times maxDifference two groups of one match can lie apart at most. In one team that is
   * once. With more teams a group may lie once from its team's mean, that team's mean once from
   * another's, and that once from a group of its own.
   */
  int reach() {
    return teamCount == 1 ? 1 : 3;
  }
}
