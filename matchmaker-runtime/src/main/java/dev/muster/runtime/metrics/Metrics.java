package dev.muster.runtime.metrics;

import dev.muster.runtime.loop.Loop;
import dev.muster.runtime.server.HeldMatches;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** All metrics of one runtime. Safe for any thread. */
public final class Metrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final QueueMetrics queues = new QueueMetrics(registry);
  private final HttpMetrics http = new HttpMetrics(registry);
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private volatile Loop loop;
  private volatile HeldMatches held = HeldMatches.NONE;

  /** Those of a process that has just begun. */
  public Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    gc.bindTo(registry);
  }

  /** What queues tell. */
  public QueueMetrics queues() {
    return queues;
  }

  /** What the public API tells. */
  public HttpMetrics http() {
    return http;
  }

  /** Measures a loop, too. */
  public void watch(Loop watched) {
    loop = watched;
    queues.watch(watched);
  }

  /** Measures the matches that wait for room, too. */
  public void watch(HeldMatches watched) {
    held = watched;
  }

  /** Everything as it is now, in Prometheus's text format. */
  public String scrape() {
    if (loop != null) {
      queues.standings(loop.standings().values());
    }
    queues.held(held.all());
    return registry.scrape();
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
