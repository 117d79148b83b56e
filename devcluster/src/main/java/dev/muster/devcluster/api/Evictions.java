package dev.muster.devcluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.registry.Registry;
import dev.muster.devcluster.registry.Write;
import dev.muster.devcluster.store.Conditions;
import dev.muster.devcluster.store.DeleteOptions;
import dev.muster.devcluster.store.LabelMatch;
import dev.muster.devcluster.store.Refusal;
import dev.muster.devcluster.store.Resource;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;

/**
 * Deletes pods that someone asks to evict, as far as their PodDisruptionBudget allows. What is
 * allowed, what the budget pays and the deletion are one step; a pod that is on its way is noted in
 * the budget, so that its controller does not count it while it has not seen the deletion.
 */
final class Evictions {
  private static final String DISRUPTION_TARGET = "DisruptionTarget";
  private static final Write WRITE = Write.by("kube-apiserver");

  private final Registry registry;
  private final Clock clock;

  Evictions(Registry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
  }

  Reply evict(Call call, Target target, JsonNode wanted) {
    boolean dryRun =
        call.param("dryRun").equals("All") || Json.texts(wanted.get("dryRun")).contains("All");
    synchronized (registry.storage()) {
      evict(target, options(wanted), dryRun);
    }
    var status = Json.object().put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    return Reply.json(201, status.put("status", "Success").put("code", 201));
  }

  private void evict(Target target, DeleteOptions options, boolean dryRun) {
    var pod = registry.read(target.kind(), target.namespace(), target.name());
    registry.delete(target.kind(), target.namespace(), target.name(), options.asDryRun());
    if (!isOver(pod)) {
      guarded(pod, dryRun);
    }
    if (!dryRun) {
      mark(pod);
      registry.delete(
          target.kind(), target.namespace(), target.name(), options.withoutPreconditions());
    }
  }

  private static DeleteOptions options(JsonNode wanted) {
    var grace =
        wanted.has("gracePeriodSeconds")
            ? OptionalLong.of(wanted.path("gracePeriodSeconds").asLong())
            : OptionalLong.empty();
    var preconditions = wanted.path("preconditions");
    return new DeleteOptions(
        grace,
        DeleteOptions.Propagation.BACKGROUND,
        preconditions.path("uid").asText(null),
        preconditions.path("resourceVersion").asText(null),
        false);
  }

  /** Whether no budget cares any more, or yet. */
  private static boolean isOver(ObjectNode pod) {
    return pod.path("metadata").has("deletionTimestamp")
        || pod.path("status").path("phase").asText().matches("Succeeded|Failed|Pending");
  }

  /** Takes one from the pod's budget, or refuses. */
  private void guarded(ObjectNode pod, boolean dryRun) {
    var budgets = budgets(pod);
    if (budgets.size() > 1) {
      throw Refusal.internal(
          "This pod has more than one PodDisruptionBudget, which the eviction subresource does not"
              + " support.");
    }
    if (budgets.isEmpty() || mayGoUnready(pod, budgets.get(0))) {
      return;
    }
    var budget = budgets.get(0);
    var name = budget.path("metadata").path("name").asText();
    var status = budget.path("status");
    if (status.path("observedGeneration").asLong()
        < budget.path("metadata").path("generation").asLong()) {
      throw refused("The disruption budget " + name + " is still being processed by the server.");
    }
    if (status.path("disruptionsAllowed").asInt() <= 0) {
      throw refused(
          "The disruption budget "
              + name
              + " needs "
              + status.path("desiredHealthy").asInt()
              + " healthy pods and has "
              + status.path("currentHealthy").asInt()
              + " currently");
    }
    if (!dryRun) {
      registry.patch(
          registry.catalog().get(Resource.POD_DISRUPTION_BUDGETS),
          budget.path("metadata").path("namespace").asText(),
          name,
          found -> oneLess(found, pod),
          WRITE.to("status"));
    }
  }

  private ObjectNode oneLess(ObjectNode budget, ObjectNode pod) {
    var status = Json.child(budget, "status");
    Json.child(status, "disruptedPods")
        .put(pod.path("metadata").path("name").asText(), Json.time(clock.instant()));
    status.put("disruptionsAllowed", status.path("disruptionsAllowed").asInt() - 1);
    return budget;
  }

  private List<ObjectNode> budgets(ObjectNode pod) {
    var namespace = pod.path("metadata").path("namespace").asText();
    return registry.list(Resource.POD_DISRUPTION_BUDGETS, namespace).stream()
        .filter(
            budget ->
                LabelMatch.matches(
                    budget.path("spec").path("selector"), pod.path("metadata").path("labels")))
        .toList();
  }

  private static boolean mayGoUnready(ObjectNode pod, ObjectNode budget) {
    var status = budget.path("status");
    if (Conditions.isReady(pod)) {
      return false;
    }
    var policy = budget.path("spec").path("unhealthyPodEvictionPolicy").asText();
    int desired = status.path("desiredHealthy").asInt();
    boolean kept = desired > 0 && status.path("currentHealthy").asInt() >= desired;
    return kept || policy.equals("AlwaysAllow");
  }

  private static RuntimeException refused(String why) {
    var details = Json.object();
    var cause = details.putArray("causes").addObject();
    cause.put("reason", "DisruptionBudget").put("message", why);
    return Refusal.of(
        429,
        "TooManyRequests",
        "Cannot evict pod as it would violate the pod's disruption budget.",
        details);
  }

  /** Says in the pod's status why it ends. */
  private void mark(ObjectNode pod) {
    var marked = pod.deepCopy();
    var before = Conditions.find(marked, DISRUPTION_TARGET);
    var condition =
        before instanceof ObjectNode found
            ? found
            : Json.child(marked, "status").withArray("conditions").addObject();
    if (!before.path("status").asText().equals("True")) {
      condition.put("lastTransitionTime", Json.time(clock.instant()));
    }
    condition
        .put("type", DISRUPTION_TARGET)
        .put("status", "True")
        .putNull("lastProbeTime")
        .put("reason", "EvictionByEvictionAPI")
        .put("message", "Eviction API: evicting");
    registry.updateStatus(Resource.PODS, marked);
  }
}
