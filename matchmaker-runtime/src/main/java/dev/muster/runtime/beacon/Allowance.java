package dev.muster.runtime.beacon;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Counts what clients ask, by token buckets of one second's worth. Safe for any thread. */
final class Allowance {
  /** The most addresses that are told apart. */
  private static final int MOST_CLIENTS = 100_000;

  /** After so long without a question a bucket is full again and need not be kept. */
  private static final Duration FULL_AGAIN = Duration.ofSeconds(2);

  private final TimeMeter clock;
  private final Bucket all;
  private final Cache<String, Bucket> clients;
  private final int perClient;

  /**
   * By the limits.
   *
   * @param nanos a clock that never goes back, ns
   */
  Allowance(BeaconLimits limits, LongSupplier nanos) {
    clock = new Clock(nanos);
    all = bucket(limits.perSecond());
    perClient = limits.perClientPerSecond();
    clients =
        Caffeine.newBuilder()
            .maximumSize(MOST_CLIENTS)
            .expireAfterAccess(FULL_AGAIN)
            .ticker(nanos::getAsLong)
            .executor(Runnable::run)
            .build();
  }

  /** Whether a client is answered once more. */
  boolean take(String client) {
    return clients.get(client, key -> bucket(perClient)).tryConsume(1) && all.tryConsume(1);
  }

  private Bucket bucket(int perSecond) {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
        .withCustomTimePrecision(clock)
        .build();
  }

  private record Clock(LongSupplier nanos) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return nanos.getAsLong();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
