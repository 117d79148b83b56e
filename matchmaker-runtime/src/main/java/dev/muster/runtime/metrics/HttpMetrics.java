package dev.muster.runtime.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** HTTP requests by method, route and status, and how long they took. */
public final class HttpMetrics {
  private static final Set<String> METHODS =
      Set.of("GET", "POST", "PATCH", "DELETE", "OPTIONS", "HEAD", "PUT");
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(5), Duration.ofMillis(10),
    Duration.ofMillis(25), Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(3)
  };

  private record Key(String method, String route, int status) {}

  private final MeterRegistry registry;
  private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

  /** Counts into a registry. */
  public HttpMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * A request was answered.
   *
   * @param route the pattern of its path, of which there are few
   */
  public void answered(String method, String route, int status, long nanos) {
    var known = METHODS.contains(method) ? method : "OTHER";
    timers
        .computeIfAbsent(new Key(known, route, status), this::timer)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  /** Measures how many streams of events are open, too. */
  public void watchStreams(IntSupplier open) {
    Gauge.builder("muster.http.streams", open, IntSupplier::getAsInt)
        .description("Streams of events that are open")
        .strongReference(true)
        .register(registry);
  }

  private Timer timer(Key key) {
    return Timer.builder("muster.http.requests")
        .description("HTTP requests to the public API")
        .tag("method", key.method())
        .tag("route", key.route())
        .tag("status", Integer.toString(key.status()))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }
}
