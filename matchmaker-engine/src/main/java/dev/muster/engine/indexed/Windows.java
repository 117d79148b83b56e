package dev.muster.engine.indexed;

import java.util.Arrays;

/**
 * Matches of players alone where rules look at one number or none: so many consecutive groups in
 * the cell's order. Every match without a gap is such a window.
 *
 * <p>A window is judged by its lost partners, which needs only differences between neighbours: two
 * {@link Mark}s move along the order and count who comes into a member's range and who falls out of
 * it, from one member to the next. So f windows of f groups cost O(f + log n), if what lies at the
 * ends of the range is about as dense as what lies around.
 */
final class Windows {
  private final RuleTable table;
  private final Mark low = new Mark();
  private final Mark high = new Mark();
  private Waiting[] around = new Waiting[16];
  private long[] keys = new long[16];
  private long[] lost = new long[16];
  private int below;
  private int count;
  private int mostSinceForgotten;
  private boolean allAlike;
  private boolean alike;

  Windows(RuleTable table) {
    this.table = table;
  }

  /** Says whether every match in a cell without gaps is a window, as far as the cell can tell. */
  boolean suit(Cell cell) {
    return table.isLine && cell.groupsOfSize(1) == cell.size();
  }

  /**
   * Looks around a group of a cell that windows suit.
   *
   * @return whether windows are all that has to be looked at: nobody near is at another stage
   */
  boolean lookAround(Waiting group) {
    int full = table.at(group.stage).full;
    if (around.length < 2 * full) {
      around = new Waiting[2 * full];
      keys = new long[2 * full];
      lost = new long[2 * full];
    }
    long range = range(group);
    var cell = group.cell;
    allAlike = cell.isAllAt(group.stage);
    alike = true;
    below = 0;
    long key = cell.key(group);
    int at = group.chunk.placeOf(key, group);
    collectBelow(group, at, table.numberCount == 0 ? Long.MIN_VALUE : key - range, full - 1);
    reverse();
    around[below] = group;
    keys[below] = key;
    count = below + 1;
    collectAbove(group, at, table.numberCount == 0 ? Long.MAX_VALUE : key + range, full - 1);
    mostSinceForgotten = Math.max(mostSinceForgotten, count);
    return alike;
  }

  /** How many groups it has looked at for the latest. */
  int examined() {
    return count;
  }

  /** Lets go of the groups, so that those that are gone are not kept in memory. */
  void forget() {
    Arrays.fill(around, 0, Math.min(around.length, mostSinceForgotten), null);
    mostSinceForgotten = 0;
    low.forget();
    high.forget();
  }

  private long range(Waiting group) {
    return table.numberCount == 0 ? 0 : table.at(group.stage).maxDifferences[0];
  }

  private void collectBelow(Waiting group, int place, long least, int most) {
    var chunk = group.chunk;
    int at = place - 1;
    while (below < most) {
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
      var other = chunk.groups[at];
      keys[below] = chunk.keys[at--];
      alike &= allAlike || isAlike(other, group);
      around[below++] = other;
    }
  }

  private static boolean isAlike(Waiting left, Waiting right) {
    return left.stage == right.stage && left.isFit;
  }

  private void reverse() {
    for (int i = 0, j = below - 1; i < j; i++, j--) {
      var group = around[i];
      around[i] = around[j];
      around[j] = group;
      long key = keys[i];
      keys[i] = keys[j];
      keys[j] = key;
    }
  }

  private void collectAbove(Waiting group, int place, long greatest, int most) {
    var chunk = group.chunk;
    int at = place + 1;
    int last = count + most;
    while (count < last) {
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
      var other = chunk.groups[at];
      keys[count] = chunk.keys[at++];
      alike &= allAlike || isAlike(other, group);
      around[count++] = other;
    }
  }

  /** The best window with the group that was looked around; null when there is none. */
  Waiting[] best() {
    var group = around[below];
    var limits = table.at(group.stage);
    int full = limits.full;
    int last = Math.min(below, count - full);
    int first = Math.max(0, below + 1 - full);
    if (table.numberCount > 0) {
      first = firstThatHolds(first, last, full, limits.maxDifferences[0]);
    }
    if (first > last || !limits.allowFull()) {
      return null;
    }
    int best =
        first < last ? leastLost(group.cell, first, last, full, limits.maxDifferences) : first;
    return Arrays.copyOfRange(around, best, best + full);
  }

  private int firstThatHolds(int from, int last, int full, long range) {
    int first = from;
    while (first <= last && spread(first, full) > range) {
      first++;
    }
    return first;
  }

  private long spread(int start, int full) {
    return keys[start + full - 1] - keys[start];
  }

  private int leastLost(Cell cell, int first, int last, int full, long[] ranges) {
    if (ranges.length == 0) {
      return first; // everyone could meet everyone: they came in this order
    }
    countLost(cell, first, last + full, ranges[0]);
    int best = -1;
    long fewest = Long.MAX_VALUE;
    long nearest = Long.MAX_VALUE;
    long sum = 0;
    for (int start = first; start <= last; start++) {
      sum += start == first ? 0 : lost[start + full - 1] - lost[start - 1];
      long spread = spread(start, full);
      if (spread <= ranges[0] && (sum < fewest || (sum == fewest && spread < nearest))) {
        best = start;
        fewest = sum;
        nearest = spread;
      }
    }
    return best;
  }

  /** How many could meet each of some neighbours, beyond those who could meet the first. */
  private void countLost(Cell cell, int from, int to, long range) {
    long key = keys[from];
    low.seek(cell, key - range);
    high.seek(cell, key + range + 1);
    lost[from] = 0;
    for (int i = from + 1; i < to; i++) {
      key = keys[i];
      lost[i] = lost[i - 1] + high.advance(key + range + 1) - low.advance(key - range);
    }
  }
}
