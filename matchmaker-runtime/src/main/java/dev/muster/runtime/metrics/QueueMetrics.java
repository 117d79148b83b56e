package dev.muster.runtime.metrics;

import dev.muster.engine.ticket.Cancellation;
import dev.muster.runtime.loop.Loop;
import dev.muster.runtime.loop.LoopObserver;
import dev.muster.runtime.loop.QueueStanding;
import dev.muster.runtime.server.HeldMatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What happens in the queues. The meters of a queue end with it. */
public final class QueueMetrics implements LoopObserver {
  private static final String QUEUE = "queue";
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(10),
    Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(5)
  };

  private final MeterRegistry registry;
  private final MultiGauge waiting;
  private final MultiGauge backfills;
  private final MultiGauge held;

  /** Counts into a registry. */
  public QueueMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.waiting =
        MultiGauge.builder("muster.tickets.waiting")
            .description("Tickets that search now")
            .register(registry);
    this.backfills =
        MultiGauge.builder("muster.backfills.waiting")
            .description("Backfills that search now")
            .register(registry);
    this.held =
        MultiGauge.builder("muster.matches.held")
            .description("Matches that wait until a limit of the Matchmaker lets them start")
            .register(registry);
  }

  /** Measures a loop's inbox, too. */
  public void watch(Loop loop) {
    Gauge.builder("muster.loop.inbox", loop, Loop::inboxDepth)
        .description("Commands that wait in the loop's inbox")
        .register(registry);
  }

  /** Takes over who waits; to be called before the registry is read. */
  public void standings(Collection<QueueStanding> standings) {
    waiting.register(rows(standings, s -> s.standing().tickets()), true);
    backfills.register(rows(standings, s -> s.standing().backfills()), true);
  }

  /** Takes over which matches wait for room; to be called before the registry is read. */
  public void held(Collection<HeldMatch> matches) {
    var counts =
        matches.stream()
            .collect(
                Collectors.groupingBy(
                    match -> Tags.of(QUEUE, match.queue(), "reason", match.reason()),
                    Collectors.counting()));
    held.register(
        counts.entrySet().stream()
            .<MultiGauge.Row<?>>map(one -> MultiGauge.Row.of(one.getKey(), one.getValue()))
            .toList(),
        true);
  }

  private static List<MultiGauge.Row<?>> rows(
      Collection<QueueStanding> standings, ToDoubleFunction<QueueStanding> value) {
    return standings.stream()
        .<MultiGauge.Row<?>>map(
            s -> MultiGauge.Row.of(Tags.of(QUEUE, s.revision().queue()), value.applyAsDouble(s)))
        .toList();
  }

  @Override
  public void closed(String queue) {
    registry.getMeters().stream()
        .map(Meter::getId)
        .filter(id -> queue.equals(id.getTag(QUEUE)))
        .forEach(registry::remove);
  }

  @Override
  public void created(String queue, int tickets) {
    counter("muster.ticket.creations", "Tickets that began to search", Tags.of(QUEUE, queue))
        .increment(tickets);
  }

  @Override
  public void cancelled(String queue, Cancellation.Reason reason, int tickets) {
    counter(
            "muster.ticket.cancellations",
            "Tickets that ended without a match",
            Tags.of(QUEUE, queue, "reason", reason.text()))
        .increment(tickets);
  }

  @Override
  public void matchMade(String queue, String expansion) {
    counter(
            "muster.matches.made",
            "Matches, by the lowest stage among their groups",
            Tags.of(QUEUE, queue, "expansion", expansion))
        .increment();
  }

  @Override
  public void matchFailed(String queue) {
    counter("muster.matches.failed", "Matches that got no server", Tags.of(QUEUE, queue))
        .increment();
  }

  @Override
  public void found(String queue, long searchedMillis) {
    record(
        "muster.tickets.found", "From the start of the search to a match", queue, searchedMillis);
  }

  @Override
  public void assigned(String queue, long searchedMillis) {
    record(
        "muster.tickets.assigned",
        "From the start of the search to a server",
        queue,
        searchedMillis);
  }

  private void record(String name, String description, String queue, long millis) {
    Timer.builder(name)
        .description(description)
        .tag(QUEUE, queue)
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(Duration.ofMillis(Math.max(0, millis)));
  }

  private Counter counter(String name, String description, Tags tags) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }
}
