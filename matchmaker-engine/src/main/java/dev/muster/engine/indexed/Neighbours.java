package dev.muster.engine.indexed;

import java.util.Arrays;

/**
 * Who might be in a match with some groups: those of their cell that are near enough by the first
 * number and that every rule accepts beside them, in the cell's order. Reused from one look to the
 * next, so that looking allocates nothing.
 */
final class Neighbours {
  private final RuleTable table;
  private Waiting[] below = new Waiting[32];
  private Waiting[] groups = new Waiting[64];
  private int belowCount;
  private int count;
  private int mostSinceForgotten;
  private int examined;
  private boolean complete;

  Neighbours(RuleTable table) {
    this.table = table;
  }

  /**
   * Looks around a base.
   *
   * @param base groups of one cell, at least one; it is the same afterwards
   * @param most how many to take on each side of the lowest of them
   */
  void collect(Run base, int most) {
    var lowest = lowest(base);
    belowCount = 0;
    count = 0;
    examined = 0;
    complete = true;
    long reach = reach(base);
    var chunk = lowest.chunk;
    int at = chunk.placeOf(lowest.cell.key(lowest), lowest);
    collectBelow(
        base, chunk, at, reach == Long.MAX_VALUE ? Long.MIN_VALUE : base.high(0) - reach, most);
    for (int i = belowCount - 1; i >= 0; i--) {
      add(below[i]);
    }
    collectAbove(
        base, chunk, at, reach == Long.MAX_VALUE ? Long.MAX_VALUE : base.low(0) + reach, most);
    mostSinceForgotten = Math.max(mostSinceForgotten, count);
  }

  /** Lets go of the groups, so that those that are gone are not kept in memory. */
  void forget() {
    Arrays.fill(below, 0, Math.min(mostSinceForgotten, below.length), null);
    Arrays.fill(groups, 0, mostSinceForgotten, null);
    belowCount = 0;
    count = 0;
    mostSinceForgotten = 0;
  }

  private static Waiting lowest(Run base) {
    var lowest = base.member(0);
    for (int i = 1; i < base.count(); i++) {
      var other = base.member(i);
      long key = other.cell.key(other);
      long least = lowest.cell.key(lowest);
      if (key < least || (key == least && Waiting.compareByAge(other, lowest) < 0)) {
        lowest = other;
      }
    }
    return lowest;
  }

  private long reach(Run base) {
    return table.numberCount == 0
        ? Long.MAX_VALUE
        : base.limits().maxDifferences[0] * base.limits().reach;
  }

  private void collectBelow(Run base, Chunk from, int place, long least, int most) {
    var chunk = from;
    int at = place - 1;
    while (true) {
      if (at < 0) {
        if (chunk.previous == null) {
          return;
        }
        chunk = chunk.previous;
        at = chunk.count - 1;
      }
      if (chunk.keys[at] < least) {
        return;
      }
      if (belowCount == most) {
        complete = false;
        return;
      }
      var group = chunk.groups[at--];
      examined++;
      if (isAccepted(base, group)) {
        if (belowCount == below.length) {
          below = Arrays.copyOf(below, belowCount * 2);
        }
        below[belowCount++] = group;
      }
    }
  }

  private void collectAbove(Run base, Chunk from, int place, long greatest, int most) {
    var chunk = from;
    int at = place + 1;
    int last = belowCount + most;
    while (true) {
      if (at == chunk.count) {
        if (chunk.next == null) {
          return;
        }
        chunk = chunk.next;
        at = 0;
      }
      if (chunk.keys[at] > greatest) {
        return;
      }
      if (count == last) {
        complete = false;
        return;
      }
      var group = chunk.groups[at++];
      examined++;
      if (isAccepted(base, group)) {
        add(group);
      }
    }
  }

  private boolean isAccepted(Run base, Waiting group) {
    return group.isFit && !base.contains(group) && base.accepts(group);
  }

  private void add(Waiting group) {
    if (count == groups.length) {
      groups = Arrays.copyOf(groups, count * 2);
    }
    groups[count++] = group;
  }

  /** How many there are. */
  int count() {
    return count;
  }

  /** How many of them lie below the lowest of the base. */
  int belowCount() {
    return belowCount;
  }

  /** How many groups it has looked at for these. */
  int examined() {
    return examined;
  }

  Waiting group(int at) {
    return groups[at];
  }

  /** Whether these are all, and not only the nearest ones. */
  boolean isComplete() {
    return complete;
  }
}
