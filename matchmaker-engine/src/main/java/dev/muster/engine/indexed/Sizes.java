package dev.muster.engine.indexed;

import java.util.Arrays;

/**
 * Whether groups of the sizes at hand could fill a team to the last seat: the sums that can be
 * reached, as bits. It answers no only when it is certain.
 */
final class Sizes {
  private static final int WORDS = 5;

  private final long[] reachable = new long[WORDS];
  private int most;

  /** Begins with a group in a team of so many seats. */
  void begin(int size, int seats) {
    Arrays.fill(reachable, 0);
    most = seats;
    set(size);
  }

  private void set(int sum) {
    reachable[sum >>> 6] |= 1L << sum;
  }

  /** Adds so many groups of one size. */
  void add(int size, int groups) {
    int fit = size > most ? 0 : Math.min(groups, most / size);
    for (int i = 0; i < fit && !isFilled(); i++) {
      shiftOver(size);
    }
  }

  private void shiftOver(int size) {
    int words = size >>> 6;
    int bits = size & 63;
    for (int i = WORDS - 1; i >= words; i--) {
      long shifted = reachable[i - words] << bits;
      if (bits > 0 && i > words) {
        shifted |= reachable[i - words - 1] >>> (64 - bits);
      }
      reachable[i] |= shifted;
    }
  }

  /** Says whether the team can be full. */
  boolean isFilled() {
    return ((reachable[most >>> 6] >>> most) & 1) != 0;
  }
}
