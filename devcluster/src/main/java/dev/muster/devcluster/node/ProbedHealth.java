package dev.muster.devcluster.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Function;

/**
 * Health by the probes of a container: liveness and readiness count only once the startup probe has
 * succeeded. A container without a probe of a kind is healthy in that respect.
 */
final class ProbedHealth implements Health {
  private final Loop loop;
  private final Listener listener;
  private final Function<JsonNode, Future<Prober.Result>> prober;
  private final Watcher startup;
  private final Watcher liveness;
  private final Watcher readiness;
  private boolean stopped;

  /** Begins to probe. The prober asks once with the probe given to it. */
  ProbedHealth(
      Loop loop,
      JsonNode container,
      Function<JsonNode, Future<Prober.Result>> prober,
      Listener listener) {
    this.loop = loop;
    this.listener = listener;
    this.prober = prober;
    this.startup = new Watcher("Startup", container.path("startupProbe"), false);
    this.liveness = new Watcher("Liveness", container.path("livenessProbe"), true);
    this.readiness = new Watcher("Readiness", container.path("readinessProbe"), false);
    startup.begin();
    liveness.begin();
    readiness.begin();
  }

  @Override
  public boolean started() {
    return startup.healthy();
  }

  @Override
  public boolean ready() {
    return started() && readiness.healthy();
  }

  @Override
  public void stop() {
    stopped = true;
  }

  /** One probe and what it has found so far. */
  private final class Watcher {
    private final String kind;
    private final JsonNode probe;
    private final ProbeState state;

    Watcher(String kind, JsonNode probe, boolean healthy) {
      this.kind = kind;
      this.probe = probe;
      this.state =
          new ProbeState(
              probe.path("successThreshold").asInt(1),
              probe.path("failureThreshold").asInt(3),
              healthy);
    }

    boolean healthy() {
      return !probe.isObject() || state.healthy();
    }

    void begin() {
      if (probe.isObject()) {
        loop.after(Duration.ofSeconds(probe.path("initialDelaySeconds").asLong(0)), this::ask);
      }
    }

    private void ask() {
      boolean done = this == startup && state.healthy();
      if (stopped || done) {
        return;
      }
      loop.after(Duration.ofSeconds(probe.path("periodSeconds").asLong(10)), this::ask);
      if (this == startup || started()) {
        prober
            .apply(probe)
            .onComplete(result -> loop.run(() -> found(result.result(), result.cause())));
      }
    }

    private void found(Prober.Result result, Throwable failure) {
      if (stopped) {
        return;
      }
      boolean success = result != null && result.success();
      if (!success) {
        listener.unhealthy(kind, result == null ? failure.getMessage() : result.message());
      }
      if (!state.add(success)) {
        return;
      }
      if (!success && this != readiness) {
        listener.failed(kind);
      } else {
        listener.changed();
        if (this == startup && readiness.probe.isObject()) {
          readiness.ask();
        }
      }
    }
  }
}
