package dev.muster.engine.indexed;

import dev.muster.engine.profile.Profile;
import java.util.Arrays;

/**
 * Groups that may be in one match, as far as it can be told before they are put into teams: a stack
 * that groups are pushed on as long as no rule refuses them.
 *
 * <p>What is refused once, would be refused on top of every larger stack too. All state lies in
 * arrays by depth, so that neither pushing nor popping allocates.
 */
final class Run {
  private static final int DEPTH = Profile.MOST_PLAYERS;

  private final RuleTable table;
  private final Reader reader;
  private final int numberCount;
  private final int listCount;
  private final Waiting[] members = new Waiting[DEPTH];
  private final int[] stages = new int[DEPTH];
  private final Limits[] limits = new Limits[DEPTH];
  private final int[] players = new int[DEPTH];
  private final int[] largest = new int[DEPTH];
  private final long[] bytes = new long[DEPTH];
  private final long[] low;
  private final long[] high;
  private final long[] lists;
  private final int[][] codes;
  private final int[] codeCounts;
  private final int[][] beacons;
  private final int[] beaconCounts;
  private final long[][] lowest;
  private final long[][] highest;
  private int count;
  private int mostSinceForgotten;

  Run(RuleTable table, Reader reader) {
    this.table = table;
    this.reader = reader;
    this.numberCount = table.numberCount;
    this.listCount = table.listCount;
    this.low = new long[DEPTH * numberCount];
    this.high = new long[DEPTH * numberCount];
    this.lists = new long[DEPTH * listCount];
    this.codes = new int[DEPTH * listCount][];
    this.codeCounts = new int[DEPTH * listCount];
    boolean withLatencies = table.latencies != null;
    this.beacons = withLatencies ? new int[DEPTH][] : null;
    this.beaconCounts = withLatencies ? new int[DEPTH] : null;
    this.lowest = withLatencies ? new long[DEPTH][] : null;
    this.highest = withLatencies ? new long[DEPTH][] : null;
  }

  void clear() {
    count = 0;
  }

  /** Lets go of the groups, so that those that are gone are not kept in memory. */
  void forget() {
    Arrays.fill(members, 0, mostSinceForgotten, null);
    count = 0;
    mostSinceForgotten = 0;
  }

  /** Shrinks to so many groups. */
  void shrinkTo(int groups) {
    count = groups;
  }

  void pop() {
    count--;
  }

  /** Puts a group on top, if no rule refuses it. */
  boolean push(Waiting group) {
    int at = count;
    int stage = 1 << group.stage;
    int mask = at == 0 ? stage : stages[at - 1] | stage;
    var inForce = at > 0 && mask == stages[at - 1] ? limits[at - 1] : table.inForce(mask);
    int before = at == 0 ? 0 : players[at - 1];
    int most = at == 0 ? group.size : Math.max(largest[at - 1], group.size);
    if (before + group.size > inForce.full || most > inForce.maxTeamSize) {
      return false;
    }
    if (!pushNumbers(at, group, inForce)
        || (listCount > 0 && !pushLists(at, group, inForce))
        || (beacons != null && !pushBeacons(at, group, inForce))) {
      return false;
    }
    long all = group.bytes + (at == 0 ? 0 : bytes[at - 1]);
    if (all > RuleTable.MOST_BYTES) {
      return false;
    }
    members[at] = group;
    stages[at] = mask;
    limits[at] = inForce;
    players[at] = before + group.size;
    largest[at] = most;
    bytes[at] = all;
    count++;
    mostSinceForgotten = Math.max(mostSinceForgotten, count);
    return true;
  }

  /** Says whether a group could be pushed. */
  boolean accepts(Waiting group) {
    boolean accepted = push(group);
    if (accepted) {
      count--;
    }
    return accepted;
  }

  private boolean pushNumbers(int at, Waiting group, Limits inForce) {
    for (int rule = 0; rule < numberCount; rule++) {
      long number = group.number(rule);
      long least = number;
      long most = number;
      if (at > 0) {
        least = Math.min(low[(at - 1) * numberCount + rule], number);
        most = Math.max(high[(at - 1) * numberCount + rule], number);
        if (most - least > inForce.maxDifferences[rule] * inForce.reach) {
          return false;
        }
      }
      low[at * numberCount + rule] = least;
      high[at * numberCount + rule] = most;
    }
    return true;
  }

  private boolean pushLists(int at, Waiting group, Limits inForce) {
    for (int rule = 0; rule < listCount; rule++) {
      int here = at * listCount + rule;
      long mask = group.lists[rule];
      if (at > 0) {
        mask &= lists[here - listCount];
      }
      boolean exact = reader.values(rule).isExact();
      if (mask == 0 || (exact && Long.bitCount(mask) < inForce.overlaps[rule])) {
        return false;
      }
      lists[here] = mask;
      if (!exact && !pushCodes(at, here, group.listCodes[rule], inForce.overlaps[rule])) {
        return false;
      }
    }
    return true;
  }

  private boolean pushCodes(int at, int here, int[] own, int overlap) {
    if (at == 0) {
      codes[here] = own;
      codeCounts[here] = own.length;
    } else {
      int below = here - listCount;
      int before = codeCounts[below];
      if (codes[here] == null || codes[here].length < before) {
        codes[here] = new int[before];
      }
      System.arraycopy(codes[below], 0, codes[here], 0, before);
      codeCounts[here] = CodeSets.retain(codes[here], before, own, own.length);
    }
    return codeCounts[here] >= overlap;
  }

  private boolean pushBeacons(int at, Waiting group, Limits inForce) {
    int room = at == 0 ? group.beacons.length : beaconCounts[at - 1];
    if (beacons[at] == null || beacons[at].length < room) {
      beacons[at] = new int[Math.max(8, room)];
      lowest[at] = new long[Math.max(8, room)];
      highest[at] = new long[Math.max(8, room)];
    }
    int kept = 0;
    int right = 0;
    for (int left = 0; left < room; left++) {
      int code = at == 0 ? group.beacons[left] : beacons[at - 1][left];
      while (right < group.beacons.length && group.beacons[right] < code) {
        right++;
      }
      if (right == group.beacons.length) {
        break;
      }
      if (group.beacons[right] == code) {
        long least = group.lowest[right];
        long most = group.highest[right];
        if (at > 0) {
          least = Math.min(least, lowest[at - 1][left]);
          most = Math.max(most, highest[at - 1][left]);
        }
        if (most <= inForce.maxLatency && most - least <= inForce.difference) {
          beacons[at][kept] = code;
          lowest[at][kept] = least;
          highest[at][kept++] = most;
        }
      }
    }
    beaconCounts[at] = kept;
    return kept > 0;
  }

  // -------------------------------------------------------- what it amounts to

  /** How many groups. */
  int count() {
    return count;
  }

  Waiting member(int at) {
    return members[at];
  }

  /** The groups, in the order in which they were pushed. */
  Waiting[] members() {
    return Arrays.copyOf(members, count);
  }

  boolean contains(Waiting group) {
    for (int i = 0; i < count; i++) {
      if (members[i] == group) {
        return true;
      }
    }
    return false;
  }

  int players() {
    return players[count - 1];
  }

  Limits limits() {
    return limits[count - 1];
  }

  /** Says whether there are exactly the players of a full match. */
  boolean isFull() {
    var inForce = limits();
    return players() == inForce.full && inForce.minTeamSize <= inForce.maxTeamSize;
  }

  /** Says whether there are enough players for a match. */
  boolean isEnough() {
    var inForce = limits();
    return players() >= inForce.fewest
        && count >= inForce.teamCount
        && inForce.minTeamSize <= inForce.maxTeamSize;
  }

  long low(int rule) {
    return low[(count - 1) * numberCount + rule];
  }

  long high(int rule) {
    return high[(count - 1) * numberCount + rule];
  }

  /** Over the number rules, how far they lie apart by what they may, added up. */
  double distance() {
    double distance = 0;
    for (int rule = 0; rule < numberCount; rule++) {
      long spread = high(rule) - low(rule);
      distance += spread == 0 ? 0 : (double) spread / limits().maxDifferences[rule];
    }
    return distance;
  }

  /** The worst latency at the match's location, millionths of a ms; 0 when it has none. */
  long worstLatency() {
    int best = bestBeacon();
    return best < 0 ? 0 : highest[count - 1][best];
  }

  /** The beacon with the lowest worst latency, then by name; "" when there is none. */
  String location() {
    int best = bestBeacon();
    return best < 0 ? "" : reader.beaconName(beacons[count - 1][best]);
  }

  private int bestBeacon() {
    int best = -1;
    int known = beacons == null ? 0 : beaconCounts[count - 1];
    for (int i = 0; i < known; i++) {
      if (best < 0 || isBetterBeacon(i, best)) {
        best = i;
      }
    }
    return best;
  }

  private boolean isBetterBeacon(int beacon, int other) {
    long[] worst = highest[count - 1];
    return worst[beacon] != worst[other]
        ? worst[beacon] < worst[other]
        : name(beacon).compareTo(name(other)) < 0;
  }

  private String name(int beacon) {
    return reader.beaconName(beacons[count - 1][beacon]);
  }

  /** Says whether every group lists a value, by an intersection rule. */
  boolean shares(int rule, String value) {
    int code = reader.values(rule).find(value);
    int here = (count - 1) * listCount + rule;
    if (code < 0 || ((lists[here] >>> code) & 1) == 0) {
      return false;
    }
    return reader.values(rule).isExact()
        || Arrays.binarySearch(codes[here], 0, codeCounts[here], code) >= 0;
  }

  /** The lowest stage among the groups. */
  int lowestStage() {
    return Integer.numberOfTrailingZeros(stages[count - 1]);
  }
}
