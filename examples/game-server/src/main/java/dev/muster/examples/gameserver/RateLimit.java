package dev.muster.examples.gameserver;

/** A token bucket: so many at once, and so many per second over time. */
final class RateLimit {
  private final int burst;
  private final int perSecond;
  private long millitokens;
  private long filledAtMillis;

  RateLimit(int burst, int perSecond, long nowMillis) {
    this.burst = burst;
    this.perSecond = perSecond;
    this.millitokens = burst * 1_000L;
    this.filledAtMillis = nowMillis;
  }

  /** Whether one more is allowed now; if so it counts. */
  boolean take(long nowMillis) {
    millitokens = Math.min(burst * 1_000L, millitokens + (nowMillis - filledAtMillis) * perSecond);
    filledAtMillis = nowMillis;
    if (millitokens < 1_000) {
      return false;
    }
    millitokens -= 1_000;
    return true;
  }
}
