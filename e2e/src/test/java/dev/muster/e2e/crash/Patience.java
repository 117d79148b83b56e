package dev.muster.e2e.crash;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long is waited for what has to come about, on a machine that has much else to do. */
final class Patience {
  static final Duration MOST = Duration.ofMinutes(5);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private Patience() {}

  /**
   * Looks again and again; what goes wrong in the threads of those who were killed is no concern.
   */
  static ConditionFactory until(String what) {
    return Awaitility.await(what)
        .dontCatchUncaughtExceptions()
        .atMost(MOST)
        .pollDelay(Duration.ZERO)
        .pollInterval(BETWEEN_LOOKS);
  }
}
