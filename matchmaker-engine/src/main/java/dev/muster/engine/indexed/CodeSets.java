package dev.muster.engine.indexed;

import java.util.Arrays;

/**
 * Sets of codes in ascending order, shared among groups that say the same: a cache of the latest
 * sets by hash, one entry each.
 */
final class CodeSets {
  static final int[] EMPTY = {};

  private static final int ENTRIES = 512;

  private final int[][] latest = new int[ENTRIES][];

  /** An equal set, perhaps one that others have too. */
  int[] shared(int[] codes, int count) {
    if (count == 0) {
      return EMPTY;
    }
    int hash = 1;
    for (int i = 0; i < count; i++) {
      hash = 31 * hash + codes[i];
    }
    int entry = (hash * 0x9E3779B9) >>> 23;
    var known = latest[entry];
    if (known == null || !Arrays.equals(known, 0, known.length, codes, 0, count)) {
      known = Arrays.copyOf(codes, count);
      latest[entry] = known;
    }
    return known;
  }

  /**
   * Keeps what two sets have in common, in the first one's place.
   *
   * @return how many that are
   */
  static int retain(int[] codes, int count, int[] others, int otherCount) {
    int kept = 0;
    int right = 0;
    for (int left = 0; left < count; left++) {
      while (right < otherCount && others[right] < codes[left]) {
        right++;
      }
      if (right < otherCount && others[right] == codes[left]) {
        codes[kept++] = codes[left];
      }
    }
    return kept;
  }

  /** How many codes two sets have in common. */
  static int countShared(int[] codes, int[] others) {
    int shared = 0;
    int right = 0;
    for (int code : codes) {
      while (right < others.length && others[right] < code) {
        right++;
      }
      if (right < others.length && others[right] == code) {
        shared++;
      }
    }
    return shared;
  }

  /** Sorts the first codes and drops repeated ones; returns how many are left. */
  static int sortDistinct(int[] codes, int count) {
    Arrays.sort(codes, 0, count);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || codes[i] != codes[i - 1]) {
        codes[kept++] = codes[i];
      }
    }
    return kept;
  }
}
