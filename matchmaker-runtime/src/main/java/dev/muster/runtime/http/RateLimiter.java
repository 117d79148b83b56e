package dev.muster.runtime.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.muster.runtime.settings.RateLimits;
import dev.muster.runtime.settings.Settings;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How many requests may still be answered, by the limits as they are now. Limits are token buckets
 * that hold one second's worth, so that a burst of it is let through. Safe for any thread; nothing
 * in it waits. The decision record 007 tells why it is as it is.
 */
final class RateLimiter {
  /** The most clients that are told apart; beyond, those that came longest ago start afresh. */
  static final int MOST_CLIENTS = 100_000;

  /** After so long without a request a client's bucket is full again and need not be kept. */
  private static final Duration FULL_AGAIN = Duration.ofSeconds(2);

  /** What a request does. */
  enum Kind {
    /** It makes a ticket, a group or a member. */
    CREATE,
    /** It reads one. */
    READ,
    /** It makes a Backfill. */
    BACKFILL,
    /** Anything else. */
    OTHER
  }

  /**
   * Why a request is not answered.
   *
   * @param limit the name of the limit in the Matchmaker's spec
   * @param perSecond the limit
   * @param retryAfterSeconds when it makes sense to ask again, at least 1
   */
  record Refusal(String limit, int perSecond, long retryAfterSeconds) {}

  private final Supplier<Settings> settings;
  private final TimeMeter clock;
  private volatile Buckets buckets;

  /**
   * By the settings.
   *
   * @param nanos a clock that never goes back, ns
   */
  RateLimiter(Supplier<Settings> settings, LongSupplier nanos) {
    this.settings = settings;
    this.clock = new Clock(nanos);
    this.buckets = new Buckets(RateLimits.NONE, clock);
  }

  /**
   * Counts a request.
   *
   * @param client whose it is; empty when nobody is to be counted
   * @return why it is not answered; empty when it is
   */
  Optional<Refusal> count(Kind kind, Optional<String> client) {
    var now = current();
    return client
        .flatMap(now::ofClient)
        .or(() -> now.ofAll.flatMap(Limit::take))
        .or(() -> now.of(kind).flatMap(Limit::take));
  }

  /** How many clients are told apart now. */
  long clients() {
    var clients = current().clients;
    clients.cleanUp();
    return clients.estimatedSize();
  }

  private Buckets current() {
    var limits = settings.get().rateLimits();
    var known = buckets;
    if (!known.limits.equals(limits)) {
      synchronized (this) {
        known = buckets;
        if (!known.limits.equals(limits)) {
          known = new Buckets(limits, clock);
          buckets = known;
        }
      }
    }
    return known;
  }

  /** One bucket and what it is called. */
  private record Limit(String name, int perSecond, Bucket bucket) {
    static Limit of(String name, int perSecond, TimeMeter clock) {
      var bucket =
          Bucket.builder()
              .addLimit(
                  limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
              .withCustomTimePrecision(clock)
              .build();
      return new Limit(name, perSecond, bucket);
    }

    Optional<Refusal> take() {
      var probe = bucket.tryConsumeAndReturnRemaining(1);
      return probe.isConsumed()
          ? Optional.empty()
          : Optional.of(
              new Refusal(
                  name, perSecond, seconds(Duration.ofNanos(probe.getNanosToWaitForRefill()))));
    }

    private static long seconds(Duration wait) {
      return Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds());
    }
  }

  /** The buckets of one set of limits. */
  private static final class Buckets {
    private final RateLimits limits;
    private final TimeMeter clock;
    private final Optional<Limit> ofAll;
    private final Optional<Limit> creates;
    private final Optional<Limit> reads;
    private final Optional<Limit> backfills;
    private final Cache<String, Limit> clients;

    Buckets(RateLimits limits, TimeMeter clock) {
      this.limits = limits;
      this.clock = clock;
      ofAll = limit("requestsPerSecond", limits.requests());
      creates = limit("createsPerSecond", limits.creates());
      reads = limit("readsPerSecond", limits.reads());
      backfills = limit("backfillsPerSecond", limits.backfills());
      clients =
          Caffeine.newBuilder()
              .maximumSize(MOST_CLIENTS)
              .expireAfterAccess(FULL_AGAIN)
              .ticker(clock::currentTimeNanos)
              .executor(Runnable::run)
              .build();
    }

    private Optional<Limit> limit(String name, Optional<Integer> perSecond) {
      return perSecond.map(limit -> Limit.of(name, limit, clock));
    }

    Optional<Refusal> ofClient(String client) {
      return limits
          .perClient()
          .flatMap(
              limit ->
                  clients.get(client, key -> Limit.of("perClientPerSecond", limit, clock)).take());
    }

    Optional<Limit> of(Kind kind) {
      return switch (kind) {
        case CREATE -> creates;
        case READ -> reads;
        case BACKFILL -> backfills;
        case OTHER -> Optional.empty();
      };
    }
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
