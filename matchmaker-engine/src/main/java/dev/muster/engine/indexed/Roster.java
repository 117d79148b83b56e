package dev.muster.engine.indexed;

import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Search;
import java.util.Arrays;
import java.util.List;

/** Who plays on a server, as the rules see them together. Immutable. */
final class Roster {
  /** The value that says that a player would start new matches; it is no common ground here. */
  static final String NEW_MATCHES = "new";

  /** The texts of all; null when nobody plays there, or they do not agree. */
  final String[] texts;

  private final Reader reader;
  private final boolean isEmpty;
  private final boolean textsAgree;
  private final long[] low;
  private final long[] high;
  private final int[][] codes;
  private int[] beacons;
  private long[] lowest;
  private long[] highest;

  Roster(List<Group> groups, RuleTable table, Reader reader) {
    this.reader = reader;
    this.isEmpty = groups.isEmpty();
    this.low = new long[table.numberCount];
    this.high = new long[table.numberCount];
    this.codes = new int[table.listCount][];
    String[] first = null;
    boolean agree = true;
    for (int i = 0; i < groups.size(); i++) {
      var group = reader.readAccepted(Search.beginning(groups.get(i), 0), 0);
      first = first == null ? reader.texts().clone() : first;
      agree &= allSay(first, groups.get(i), table);
      join(group, i == 0);
    }
    this.textsAgree = agree;
    this.texts = agree ? first : null;
  }

  /** A roster may have been matched under older rules: even one group may hold different texts. */
  private static boolean allSay(String[] texts, Group group, RuleTable table) {
    for (int rule = 0; rule < texts.length; rule++) {
      for (var ticket : group.tickets()) {
        if (!texts[rule].equals(Reader.text(table.equalities.get(rule), ticket))) {
          return false;
        }
      }
    }
    return true;
  }

  private void join(Waiting group, boolean first) {
    for (int rule = 0; rule < low.length; rule++) {
      long number = group.number(rule);
      low[rule] = first ? number : Math.min(low[rule], number);
      high[rule] = first ? number : Math.max(high[rule], number);
    }
    for (int rule = 0; rule < codes.length; rule++) {
      var own = withoutNew(rule, group.listCodes[rule]);
      codes[rule] = first ? own : common(codes[rule], own);
    }
    if (group.beacons != null) {
      joinBeacons(group, first);
    }
  }

  private int[] withoutNew(int rule, int[] list) {
    int code = reader.values(rule).find(NEW_MATCHES);
    return Arrays.stream(list).filter(value -> value != code).toArray();
  }

  private static int[] common(int[] left, int[] right) {
    var both = left.clone();
    return Arrays.copyOf(both, CodeSets.retain(both, both.length, right, right.length));
  }

  private void joinBeacons(Waiting group, boolean first) {
    if (first) {
      beacons = group.beacons;
      lowest = group.lowest;
      highest = group.highest;
      return;
    }
    var both = common(beacons, group.beacons);
    var least = new long[both.length];
    var most = new long[both.length];
    for (int i = 0; i < both.length; i++) {
      int ours = Arrays.binarySearch(beacons, both[i]);
      int theirs = Arrays.binarySearch(group.beacons, both[i]);
      least[i] = Math.min(lowest[ours], group.lowest[theirs]);
      most[i] = Math.max(highest[ours], group.highest[theirs]);
    }
    beacons = both;
    lowest = least;
    highest = most;
  }

  boolean isEmpty() {
    return isEmpty;
  }

  /** The least number by the first rule; there must be a rule and a player. */
  long low() {
    return low[0];
  }

  /** The greatest number by the first rule; there must be a rule and a player. */
  long high() {
    return high[0];
  }

  /** Says whether all rules but playerCount accept a group beside these players. */
  boolean accepts(Waiting group, Limits limits) {
    return textsAgree
        && (texts == null || Arrays.equals(texts, group.cell.texts))
        && numbersHold(group, limits)
        && listsHold(group, limits)
        && (group.beacons == null || bestBeacon(group, limits) >= 0);
  }

  private boolean numbersHold(Waiting group, Limits limits) {
    for (int rule = 0; rule < low.length && !isEmpty; rule++) {
      long number = group.number(rule);
      if (Math.max(high[rule], number) - Math.min(low[rule], number)
          > limits.maxDifferences[rule]) {
        return false;
      }
    }
    return true;
  }

  private boolean listsHold(Waiting group, Limits limits) {
    for (int rule = 0; rule < codes.length; rule++) {
      int shared = 0;
      for (int code : group.listCodes[rule]) {
        shared += isShared(rule, code) ? 1 : 0;
      }
      if (shared < limits.overlaps[rule]) {
        return false;
      }
    }
    return true;
  }

  private boolean isShared(int rule, int code) {
    return isEmpty
        ? code != reader.values(rule).find(NEW_MATCHES)
        : Arrays.binarySearch(codes[rule], code) >= 0;
  }

  /** Says whether these players and a group, which lists it, share a value. */
  boolean shares(Waiting group, int rule, String value) {
    int code = reader.values(rule).find(value);
    return isShared(rule, code) && Arrays.binarySearch(group.listCodes[rule], code) >= 0;
  }

  /** The beacon for these players and a group; "" when there is none. */
  String location(Waiting group, Limits limits) {
    int best = group.beacons == null ? -1 : bestBeacon(group, limits);
    return best < 0 ? "" : reader.beaconName(group.beacons[best]);
  }

  private int bestBeacon(Waiting group, Limits limits) {
    int best = -1;
    long bestWorst = Long.MAX_VALUE;
    for (int i = 0; i < group.beacons.length; i++) {
      int ours = isEmpty ? i : Arrays.binarySearch(beacons, group.beacons[i]);
      if (ours >= 0) {
        long worst = isEmpty ? group.highest[i] : Math.max(highest[ours], group.highest[i]);
        long least = isEmpty ? group.lowest[i] : Math.min(lowest[ours], group.lowest[i]);
        if (worst <= limits.maxLatency
            && worst - least <= limits.difference
            && (best < 0
                || worst < bestWorst
                || (worst == bestWorst && name(group, i).compareTo(name(group, best)) < 0))) {
          best = i;
          bestWorst = worst;
        }
      }
    }
    return best;
  }

  private String name(Waiting group, int beacon) {
    return reader.beaconName(group.beacons[beacon]);
  }
}
