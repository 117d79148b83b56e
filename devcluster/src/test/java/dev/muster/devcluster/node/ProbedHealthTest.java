package dev.muster.devcluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.devcluster.fake.ManualLoop;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProbedHealthTest {
  private final ManualLoop loop = new ManualLoop();
  private final Map<String, Boolean> answers = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final List<String> told = new ArrayList<>();

  private ProbedHealth health(String container) {
    var health =
        new ProbedHealth(
            loop,
            NodeHarness.yaml(container),
            this::answer,
            new Health.Listener() {
              @Override
              public void changed() {
                told.add("changed");
              }

              @Override
              public void unhealthy(String kind, String message) {
                told.add("unhealthy " + kind + " " + message);
              }

              @Override
              public void failed(String kind) {
                told.add("failed " + kind);
              }
            });
    loop.settle();
    return health;
  }

  private Future<Prober.Result> answer(JsonNode probe) {
    var name = probe.path("name").asText();
    asked.add(name);
    return Future.succeededFuture(new Prober.Result(answers.getOrDefault(name, false), "no"));
  }

  private void advance(long millis) {
    loop.advance(Duration.ofMillis(millis));
  }

  @Test
  void withoutProbesItIsReadyAndStarted() {
    var health = health("{}");

    assertThat(health.ready()).isTrue();
    assertThat(health.started()).isTrue();
  }

  @Test
  void readinessWaitsForItsDelayAndFollowsItsProbe() {
    answers.put("r", true);
    var health = health("readinessProbe: {name: r, initialDelaySeconds: 3, periodSeconds: 1}");
    advance(2900);
    assertThat(asked).isEmpty();

    advance(200);
    assertThat(health.ready()).isTrue();
    answers.put("r", false);
    advance(2000);
    assertThat(health.ready()).isTrue();
    advance(1000);

    assertThat(health.ready()).isFalse();
    assertThat(told)
        .containsExactly(
            "changed",
            "unhealthy Readiness no",
            "unhealthy Readiness no",
            "unhealthy Readiness no",
            "changed");
  }

  @Test
  void livenessFailsAtItsThreshold() {
    health("livenessProbe: {name: l, periodSeconds: 1, failureThreshold: 2}");
    assertThat(told).containsExactly("unhealthy Liveness no");

    advance(1000);

    assertThat(told).endsWith("failed Liveness");
  }

  @Test
  void nothingElseIsAskedBeforeTheStartupProbeSucceeds() {
    answers.put("r", true);
    var health =
        health(
            """
            startupProbe: {name: s, periodSeconds: 1, failureThreshold: 10}
            livenessProbe: {name: l, periodSeconds: 1}
            readinessProbe: {name: r, periodSeconds: 1}
            """);
    advance(3000);
    assertThat(asked).containsOnly("s");
    assertThat(health.started()).isFalse();

    answers.put("s", true);
    answers.put("l", true);
    advance(2000);

    assertThat(health.started()).isTrue();
    assertThat(health.ready()).isTrue();
    assertThat(asked).contains("l", "r");
  }

  @Test
  void asksNoMoreOnceStopped() {
    var health = health("livenessProbe: {name: l, periodSeconds: 1}");
    health.stop();
    asked.clear();

    advance(10_000);

    assertThat(asked).isEmpty();
  }
}
