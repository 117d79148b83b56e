package dev.muster.runtime;

import dev.muster.runtime.loop.Loop;
import dev.muster.runtime.loop.LoopStopped;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whether a loop still answers. A loop that is busy does, late; one whose thread died or hangs does
 * not. Safe for any thread.
 */
final class Heartbeat {
  /** How long between two questions, ms. */
  static final long BEAT_MILLIS = 2_000;

  /** A question that waits for so long will not be answered any more. */
  static final long DEAD_AFTER_MILLIS = TimeUnit.SECONDS.toMillis(60);

  private static final long NONE = Long.MIN_VALUE;

  private final Loop loop;
  private final LongSupplier elapsedMillis;
  private volatile long askedAtMillis = NONE;

  /**
   * That of a loop.
   *
   * @param elapsedMillis a clock that never goes back, ms
   */
  Heartbeat(Loop loop, LongSupplier elapsedMillis) {
    this.loop = loop;
    this.elapsedMillis = elapsedMillis;
  }

  /** Asks the loop, unless a question is open. */
  synchronized void beat() {
    if (askedAtMillis != NONE) {
      return;
    }
    askedAtMillis = elapsedMillis.getAsLong();
    // A full inbox refuses the question: the loop is busy, and will be asked again.
    loop.ask(queues -> queues.nowMillis())
        .whenComplete(
            (answer, problem) -> {
              if (!(problem instanceof LoopStopped)) {
                askedAtMillis = NONE;
              }
            });
  }

  /** Whether it answered the last question, or may still. */
  boolean isAlive() {
    long askedAt = askedAtMillis;
    return askedAt == NONE || elapsedMillis.getAsLong() - askedAt < DEAD_AFTER_MILLIS;
  }
}
