package dev.muster.devcluster.node;

import java.time.Duration;

/**
 * How long a container that ended waits before it starts again: not at all the first time, then 10
 * s, doubled each time up to 5 min; forgotten after a run of 10 min. Image pulls use the same.
 */
final class Backoff {
  static final Duration FIRST = Duration.ofSeconds(10);
  static final Duration MOST = Duration.ofMinutes(5);
  static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

  private Duration next = Duration.ZERO;

  /** The wait after a run of this length. */
  Duration after(Duration run) {
    var wait = run.compareTo(FORGOTTEN_AFTER) >= 0 ? Duration.ZERO : next;
    next = wait.isZero() ? FIRST : shorter(wait.multipliedBy(2), MOST);
    return wait;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /** The duration as Go writes it: {@code 10s}, {@code 1m20s}, {@code 5m0s}. */
  static String text(Duration duration) {
    long minutes = duration.toMinutes();
    return (minutes > 0 ? minutes + "m" : "") + duration.toSecondsPart() + "s";
  }
}
