package dev.muster.devcluster.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.kinds.BuiltinKinds;
import dev.muster.devcluster.kinds.Catalog;
import dev.muster.devcluster.registry.Registry;
import dev.muster.devcluster.registry.Storage;
import dev.muster.devcluster.schema.Types;
import dev.muster.devcluster.store.Resource;
import dev.muster.devcluster.store.StatusException;
import io.vertx.core.MultiMap;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Evictions of pods that a budget guards; no controller counts anew. */
class EvictionsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Call CALL =
      new Call("POST", "", MultiMap.caseInsensitiveMultiMap(), null, null, null);

  private final Catalog catalog =
      new Catalog(BuiltinKinds.all(new Types(), Optional::empty, Optional::empty, (n, a) -> true));
  private final Registry registry =
      new Registry(new Storage(1_000), catalog, Clock.fixed(NOW, ZoneOffset.UTC));

  @BeforeEach
  void setUp() {
    registry.create(Resource.NAMESPACES, yaml("metadata: {name: default}"));
    var budget =
        registry.create(
            Resource.POD_DISRUPTION_BUDGETS,
            yaml(
                """
                metadata: {name: budget, namespace: default}
                spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
                """));
    budget.set(
        "status",
        yaml(
            "{observedGeneration: 1, disruptionsAllowed: 3, currentHealthy: 16, desiredHealthy: 13,"
                + " expectedPods: 16}"));
    registry.updateStatus(Resource.POD_DISRUPTION_BUDGETS, budget);
  }

  private void pod(String name) {
    var pod =
        registry.create(
            Resource.PODS,
            yaml(
                """
                metadata: {name: %s, namespace: default, labels: {app: web}}
                spec: {nodeName: node, containers: [{name: c, image: "web:1"}]}
                """
                    .formatted(name)));
    pod.set("status", yaml("{phase: Running, conditions: [{type: Ready, status: 'True'}]}"));
    registry.updateStatus(Resource.PODS, pod);
  }

  @Test
  void asManyAtOnceAsTheBudgetAllows() throws Exception {
    // Given
    int pods = 16;
    var barrier = new CyclicBarrier(pods);
    var tasks = new ArrayList<Callable<Integer>>();
    for (int i = 0; i < pods; i++) {
      var name = "web-" + i;
      pod(name);
      tasks.add(
          () -> {
            barrier.await();
            return evict(name, NOW, "{}");
          });
    }
    var threads = Executors.newFixedThreadPool(pods);
    // When
    var codes = new ArrayList<Integer>();
    try {
      for (var answer : threads.invokeAll(tasks)) {
        codes.add(answer.get());
      }
    } finally {
      threads.shutdownNow();
    }
    // Then
    assertThat(codes).filteredOn(code -> code == 201).hasSize(3);
    assertThat(codes).filteredOn(code -> code == 429).hasSize(pods - 3);
    assertThat(allowed()).isZero();
    assertThat(ending()).hasSize(3);
    assertThat(budget().at("/status/disruptedPods").properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrderElementsOf(ending());
  }

  @Test
  void paysAndDeletesInOneStep() {
    // Given
    pod("web");
    var held = new ArrayList<Boolean>();
    // When
    evict("web", () -> held(held), "{}");
    // Then
    assertThat(held)
        .as("whether all else waits when the budget pays, and when the pod is marked")
        .containsExactly(true, true);
  }

  private Instant held(List<Boolean> held) {
    held.add(Thread.holdsLock(registry.storage()));
    return NOW;
  }

  @Test
  void whatIsNotMetCostsNothing() {
    // Given
    pod("web");
    // When
    int code = evict("web", NOW, "{preconditions: {uid: another}}");
    // Then
    assertThat(code).isEqualTo(409);
    assertThat(allowed()).isEqualTo(3);
    assertThat(read("web").at("/status/conditions")).hasSize(1);
    assertThat(ending()).isEmpty();
  }

  @Test
  void theConditionIsRenewedNotDoubled() {
    // Given
    pod("web");
    // When
    int first = evict("web", NOW, "{}");
    int second = evict("web", NOW.plus(Duration.ofSeconds(5)), "{gracePeriodSeconds: 1}");
    // Then
    assertThat(List.of(first, second)).containsOnly(201);
    assertThat(allowed()).as("one pod costs one").isEqualTo(2);
    assertThat(read("web").at("/status/conditions"))
        .filteredOn(condition -> condition.path("type").asText().equals("DisruptionTarget"))
        .singleElement()
        .extracting(condition -> condition.path("lastTransitionTime").asText())
        .isEqualTo(NOW.toString());
    assertThat(read("web").at("/metadata/deletionGracePeriodSeconds").asInt()).isEqualTo(1);
  }

  private int evict(String name, Instant now, String options) {
    return evict(name, () -> now, options);
  }

  private int evict(String name, InstantSource clock, String options) {
    var target =
        Target.at("/api/v1/namespaces/default/pods/" + name + "/eviction", registry.catalog())
            .orElseThrow();
    var evictions = new Evictions(registry, clock.withZone(ZoneOffset.UTC));
    try {
      return evictions.evict(CALL, target, yaml(options)).status();
    } catch (StatusException e) {
      return e.code();
    }
  }

  private int allowed() {
    return budget().at("/status/disruptionsAllowed").asInt();
  }

  private ObjectNode budget() {
    return registry.get(Resource.POD_DISRUPTION_BUDGETS, "default", "budget").orElseThrow();
  }

  private ObjectNode read(String name) {
    return registry.get(Resource.PODS, "default", name).orElseThrow();
  }

  private List<String> ending() {
    return registry.list(Resource.PODS, "default").stream()
        .filter(pod -> pod.path("metadata").has("deletionTimestamp"))
        .map(pod -> pod.at("/metadata/name").asText())
        .toList();
  }

  private static ObjectNode yaml(String text) {
    try {
      return (ObjectNode) Json.parseYaml(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
