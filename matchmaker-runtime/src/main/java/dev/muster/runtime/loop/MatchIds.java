package dev.muster.runtime.loop;

import dev.muster.runtime.ticket.Timestamps;
import java.time.Instant;

/**
 * Makes the ids by which clients and servers call matches: {@code <queue>_<expansion>-<time>}.
 *
 * <p>No two are alike, since the times strictly increase: by the clock, or by 100 ns where several
 * matches are made within a ms. Not thread-safe; the loop's thread owns it.
 */
final class MatchIds {
  private static final long TICKS_PER_MILLI = 10_000;

  private long lastTick;

  String next(String queue, String expansion, long nowMillis) {
    lastTick = Math.max(lastTick + 1, nowMillis * TICKS_PER_MILLI);
    return queue + "_" + expansion + "-" + Timestamps.text(instant(lastTick));
  }

  /** Makes sure that later ids are greater than those of a match that was made at that time. */
  void skipPast(long millis) {
    lastTick = Math.max(lastTick, (millis + 1) * TICKS_PER_MILLI - 1);
  }

  private static Instant instant(long tick) {
    return Instant.ofEpochMilli(tick / TICKS_PER_MILLI).plusNanos(tick % TICKS_PER_MILLI * 100);
  }
}
