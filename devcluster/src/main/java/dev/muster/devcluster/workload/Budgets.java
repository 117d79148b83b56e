package dev.muster.devcluster.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.node.Loop;
import dev.muster.devcluster.store.Conditions;
import dev.muster.devcluster.store.LabelMatch;
import dev.muster.devcluster.store.ObjectStore;
import dev.muster.devcluster.store.Resource;
import dev.muster.devcluster.store.StatusException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;

/**
 * Says in the status of each PodDisruptionBudget how many of its pods may be evicted. As on a real
 * cluster, a bound that needs to know how many pods there should be ({@code maxUnavailable}, a
 * percentage) needs pods of ReplicaSets; it allows nothing for any other.
 */
final class Budgets {
  private static final String DISRUPTED = "disruptedPods";
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** So long an eviction that has been allowed may take to become a deletion. */
  private static final Duration EVICTION = Duration.ofMinutes(2);

  private final Loop loop;
  private final ObjectStore store;
  private final Owned budgets;
  private final Owned sets;
  private final Owned pods;

  Budgets(Loop loop, ObjectStore store, Owned budgets, Owned sets, Owned pods) {
    this.loop = loop;
    this.store = store;
    this.budgets = budgets;
    this.sets = sets;
    this.pods = pods;
  }

  /**
   * Where a budget stands.
   *
   * @param leaving since when the pods leave whose eviction is allowed but not seen yet, by name
   * @param problem empty unless it cannot be reckoned
   */
  private record Count(int expected, int desired, int healthy, ObjectNode leaving, String problem) {
    int allowed() {
      return problem.isEmpty() && expected > 0 ? Math.max(0, healthy - desired) : 0;
    }
  }

  void reconcile(String uid) {
    budgets.get(uid).ifPresent(this::writeStatus);
  }

  private void writeStatus(ObjectNode budget) {
    var status = status(budget, count(budget));
    if (ReplicaSets.same(status, budget.path("status"))) {
      return;
    }
    var next = budget.deepCopy();
    next.set("status", status);
    if (status.has(DISRUPTED)) {
      loop.after(EVICTION, () -> reconcile(Owned.uid(budget)));
    }
    try {
      budgets.put(store.updateStatus(Resource.POD_DISRUPTION_BUDGETS, next));
    } catch (StatusException e) {
      loop.after(RETRY, () -> reconcile(Owned.uid(budget)));
    }
  }

  private List<ObjectNode> guarded(ObjectNode budget) {
    return pods.all().stream()
        .filter(pod -> Owned.namespace(pod).equals(Owned.namespace(budget)))
        .filter(
            pod ->
                LabelMatch.matches(
                    budget.path("spec").path("selector"), pod.path("metadata").path("labels")))
        .filter(ReplicaSets::runs)
        .toList();
  }

  private Count count(ObjectNode budget) {
    var guarded = guarded(budget);
    var leaving = leaving(budget, guarded);
    int healthy =
        (int)
            guarded.stream()
                .filter(ReplicaSets::isActive)
                .filter(Conditions::isReady)
                .filter(pod -> !leaving.has(Owned.name(pod)))
                .count();
    var spec = budget.path("spec");
    if (!spec.has("maxUnavailable") && !spec.path("minAvailable").isTextual()) {
      return new Count(guarded.size(), spec.path("minAvailable").asInt(), healthy, leaving, "");
    }
    int expected = 0;
    var counted = new HashSet<String>();
    for (var pod : guarded) {
      var set = sets.get(Owned.controller(pod));
      if (set.isEmpty()) {
        var problem = "found no controllers for pod \"" + Owned.name(pod) + "\"";
        return new Count(0, 0, healthy, leaving, problem);
      }
      if (counted.add(Owned.uid(set.get()))) {
        expected += set.get().path("spec").path("replicas").asInt(1);
      }
    }
    int desired =
        spec.has("maxUnavailable")
            ? Math.max(0, expected - part(spec.path("maxUnavailable"), expected))
            : part(spec.path("minAvailable"), expected);
    return new Count(expected, desired, healthy, leaving, "");
  }

  /** What the evictions have noted, without those that are seen to go or never went. */
  private ObjectNode leaving(ObjectNode budget, List<ObjectNode> guarded) {
    var leaving = JsonNodeFactory.instance.objectNode();
    var noted = budget.path("status").path(DISRUPTED);
    for (var pod : guarded) {
      var since = noted.path(Owned.name(pod));
      if (since.isTextual()
          && ReplicaSets.isActive(pod)
          && Instant.parse(since.asText()).plus(EVICTION).isAfter(loop.now())) {
        leaving.set(Owned.name(pod), since);
      }
    }
    return leaving;
  }

  /** The bound as a number; a percentage is rounded up. */
  private static int part(JsonNode bound, int whole) {
    if (!bound.isTextual()) {
      return bound.asInt();
    }
    int percent = Integer.parseInt(bound.asText().replace("%", ""));
    return (percent * whole + 99) / 100;
  }

  private ObjectNode status(ObjectNode budget, Count count) {
    var old = budget.path("status");
    var status = JsonNodeFactory.instance.objectNode();
    if (count.problem().isEmpty()) {
      if (!count.leaving().isEmpty()) {
        status.set(DISRUPTED, count.leaving());
      }
      status.set("observedGeneration", budget.path("metadata").path("generation"));
      status.put("disruptionsAllowed", count.allowed());
      status.put("currentHealthy", count.healthy());
      status.put("desiredHealthy", count.desired());
      status.put("expectedPods", count.expected());
    } else {
      status.setAll((ObjectNode) old.deepCopy());
      status.put("disruptionsAllowed", 0);
    }
    var reason =
        !count.problem().isEmpty()
            ? "SyncFailed"
            : count.allowed() > 0 ? "SufficientPods" : "InsufficientPods";
    var value = count.allowed() > 0 ? "True" : "False";
    var before = old.path("conditions").path(0);
    var since =
        before.path("status").asText().equals(value)
            ? before.path("lastTransitionTime").asText()
            : loop.now().truncatedTo(ChronoUnit.SECONDS).toString();
    var condition = JsonNodeFactory.instance.objectNode();
    condition.put("type", "DisruptionAllowed").put("status", value);
    condition.set("observedGeneration", budget.path("metadata").path("generation"));
    condition.put("lastTransitionTime", since).put("reason", reason);
    condition.put("message", count.problem());
    status.putArray("conditions").add(condition);
    return status;
  }
}
