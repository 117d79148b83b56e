package dev.muster.engine.indexed;

import java.util.Arrays;

/**
 * A stretch of a {@link Cell}'s order: at most {@link #MOST} groups, by key, equal ones as they
 * came.
 */
final class Chunk {
  static final int MOST = 64;

  long[] keys = new long[4];
  Waiting[] groups = new Waiting[4];
  int count;

  /** The chunks beside it in the cell's order; null where there is none. */
  Chunk previous;

  Chunk next;

  /** Where the {@link Directory} lists it. */
  Directory.Block block;

  /** Where a group lies that is here. */
  int placeOf(long key, Waiting group) {
    int at = countBelow(key);
    while (groups[at] != group) {
      at++;
    }
    return at;
  }

  /** How many keys are below one. */
  int countBelow(long key) {
    return countBelow(keys, count, key);
  }

  /** How many of the first keys of an ascending array are below one; no branch to predict. */
  static int countBelow(long[] keys, int count, long key) {
    int below = 0;
    int left = count;
    while (left > 1) {
      int half = left >>> 1;
      below = keys[below + half - 1] < key ? below + half : below;
      left -= half;
    }
    return left == 1 && keys[below] < key ? below + 1 : below;
  }

  void insert(int at, long key, Waiting group) {
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, count * 2);
      groups = Arrays.copyOf(groups, count * 2);
    }
    System.arraycopy(keys, at, keys, at + 1, count - at);
    System.arraycopy(groups, at, groups, at + 1, count - at);
    keys[at] = key;
    groups[at] = group;
    group.chunk = this;
    count++;
  }

  void remove(int at) {
    count--;
    groups[at].chunk = null;
    System.arraycopy(keys, at + 1, keys, at, count - at);
    System.arraycopy(groups, at + 1, groups, at, count - at);
    groups[count] = null;
  }

  /** Moves the upper half into a new chunk. */
  Chunk split() {
    var upper = new Chunk();
    int half = count / 2;
    upper.keys = Arrays.copyOfRange(keys, half, half + keys.length);
    upper.groups = Arrays.copyOfRange(groups, half, half + keys.length);
    upper.count = count - half;
    for (int i = 0; i < upper.count; i++) {
      upper.groups[i].chunk = upper;
    }
    Arrays.fill(groups, half, count, null);
    count = half;
    return upper;
  }

  /** Takes over everyone of the chunk that comes after this one. */
  void append(Chunk next) {
    int both = count + next.count;
    if (both > keys.length) {
      keys = Arrays.copyOf(keys, MOST);
      groups = Arrays.copyOf(groups, MOST);
    }
    System.arraycopy(next.keys, 0, keys, count, next.count);
    System.arraycopy(next.groups, 0, groups, count, next.count);
    for (int i = count; i < both; i++) {
      groups[i].chunk = this;
    }
    count = both;
  }
}
