package dev.muster.engine.plain;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The beacons that a set of players can share: those known to every one of them, with the lowest
 * and the highest latency among them.
 */
final class Beacons {
  /** Of players who know no beacon at all, and where no rule looks at latencies. */
  static final Beacons NONE_KNOWN = new Beacons(new String[0], new long[0], new long[0], true);

  private final String[] names;
  private final long[] lowest;
  private final long[] highest;
  private final boolean noneKnown;

  private Beacons(String[] names, long[] lowest, long[] highest, boolean noneKnown) {
    this.names = names;
    this.lowest = lowest;
    this.highest = highest;
    this.noneKnown = noneKnown;
  }

  /**
   * The beacons that all of these players know.
   *
   * @param players each one's latencies by beacon, millionths of a ms; at least one player
   */
  static Beacons of(List<Map<String, Long>> players) {
    if (players.stream().allMatch(Map::isEmpty)) {
      return NONE_KNOWN;
    }
    var common =
        players.get(0).keySet().stream()
            .filter(name -> players.stream().allMatch(known -> known.containsKey(name)))
            .sorted()
            .toArray(String[]::new);
    return new Beacons(
        common,
        Arrays.stream(common)
            .mapToLong(name -> latencies(players, name).min().orElseThrow())
            .toArray(),
        Arrays.stream(common)
            .mapToLong(name -> latencies(players, name).max().orElseThrow())
            .toArray(),
        false);
  }

  private static java.util.stream.LongStream latencies(
      List<Map<String, Long>> players, String beacon) {
    return players.stream().mapToLong(known -> known.get(beacon));
  }

  /** Says whether the players can play together: whether a beacon qualifies. */
  boolean qualifies(Limits limits) {
    return noneKnown || shortfall(limits) <= 0;
  }

  /**
   * How far the best common beacon is from qualifying, millionths of a ms: 0 or less when it does;
   * {@link Long#MAX_VALUE} when no beacon is common.
   */
  long shortfall(Limits limits) {
    long least = noneKnown ? 0 : Long.MAX_VALUE;
    for (int i = 0; i < names.length; i++) {
      least = Math.min(least, shortfall(i, limits));
    }
    return least;
  }

  private long shortfall(int beacon, Limits limits) {
    return Math.max(
        highest[beacon] - limits.maxLatency, highest[beacon] - lowest[beacon] - limits.difference);
  }

  /** What these players and others share. */
  Beacons with(Beacons other) {
    if (noneKnown && other.noneKnown) {
      return this;
    }
    int most = Math.min(names.length, other.names.length);
    var common = new String[most];
    var low = new long[most];
    var high = new long[most];
    int count = 0;
    int left = 0;
    int right = 0;
    while (left < names.length && right < other.names.length) {
      int order = names[left].compareTo(other.names[right]);
      if (order == 0) {
        common[count] = names[left];
        low[count] = Math.min(lowest[left], other.lowest[right]);
        high[count] = Math.max(highest[left], other.highest[right]);
        count++;
      }
      left += order <= 0 ? 1 : 0;
      right += order >= 0 ? 1 : 0;
    }
    return count == most
        ? new Beacons(common, low, high, false)
        : new Beacons(
            Arrays.copyOf(common, count),
            Arrays.copyOf(low, count),
            Arrays.copyOf(high, count),
            false);
  }

  /** The qualifying beacon with the lowest worst latency, then by name; "" when none is known. */
  String location(Limits limits) {
    int best = bestQualifying(limits);
    return best < 0 ? "" : names[best];
  }

  /** The worst latency at the {@link #location}, millionths of a ms; 0 when there is none. */
  long worstLatency(Limits limits) {
    int best = bestQualifying(limits);
    return best < 0 ? 0 : highest[best];
  }

  private int bestQualifying(Limits limits) {
    int best = -1;
    for (int i = 0; i < names.length; i++) {
      if (shortfall(i, limits) <= 0 && (best < 0 || highest[i] < highest[best])) {
        best = i;
      }
    }
    return best;
  }

  /** The names, for messages. */
  Stream<String> names() {
    return Arrays.stream(names);
  }
}
