package dev.muster.runtime.cluster;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: doubling from the first to the longest, of which a random
 * half to whole is taken, so that many who failed together don't come back together.
 *
 * @param first before the second attempt
 * @param longest at most
 */
record Backoff(Duration first, Duration longest, RandomGenerator random) {
  private static final int MOST_DOUBLINGS = 30;

  /**
   * The wait after a failed attempt.
   *
   * @param attempt which one failed, from 1
   */
  Duration after(int attempt) {
    int doublings = Math.min(attempt - 1, MOST_DOUBLINGS);
    long millis = Math.min(longest.toMillis(), first.toMillis() << doublings);
    return Duration.ofMillis(millis / 2 + random.nextLong(millis - millis / 2 + 1));
  }

  /** The wait after a failed attempt, and at least what the server asked for. */
  Duration after(int attempt, Duration asked) {
    var own = after(attempt);
    return asked.compareTo(own) > 0 ? asked : own;
  }
}
