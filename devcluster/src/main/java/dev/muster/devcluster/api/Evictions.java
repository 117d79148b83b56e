package dev.muster.devcluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.registry.Registry;
import dev.muster.devcluster.registry.Write;
import dev.muster.devcluster.store.DeleteOptions;
import dev.muster.devcluster.store.LabelMatch;
import dev.muster.devcluster.store.Refusal;
import dev.muster.devcluster.store.Resource;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;

/** Deletes pods that someone asks to evict, as far as their PodDisruptionBudget allows. */
final class Evictions {
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
    var pod = registry.read(target.kind(), target.namespace(), target.name());
    if (!isOver(pod)) {
      guarded(pod, dryRun);
    }
    if (!dryRun) {
      mark(pod);
    }
    var grace =
        wanted.has("gracePeriodSeconds")
            ? OptionalLong.of(wanted.path("gracePeriodSeconds").asLong())
            : OptionalLong.empty();
    var options =
        new DeleteOptions(
            grace,
            DeleteOptions.Propagation.BACKGROUND,
            wanted.path("preconditions").path("uid").asText(null),
            null,
            dryRun);
    registry.delete(target.kind(), target.namespace(), target.name(), options);
    var status = Json.object().put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    return Reply.json(201, status.put("status", "Success").put("code", 201));
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
          Evictions::oneLess,
          WRITE.to("status"));
    }
  }

  private static ObjectNode oneLess(ObjectNode budget) {
    var status = Json.child(budget, "status");
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
    if (isReady(pod)) {
      return false;
    }
    var policy = budget.path("spec").path("unhealthyPodEvictionPolicy").asText();
    int desired = status.path("desiredHealthy").asInt();
    boolean kept = desired > 0 && status.path("currentHealthy").asInt() >= desired;
    return kept || policy.equals("AlwaysAllow");
  }

  private static boolean isReady(ObjectNode pod) {
    for (var condition : pod.path("status").path("conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
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
    Json.child(marked, "status")
        .withArray("conditions")
        .addObject()
        .put("type", "DisruptionTarget")
        .put("status", "True")
        .putNull("lastProbeTime")
        .put("lastTransitionTime", Json.time(clock.instant()))
        .put("reason", "EvictionByEvictionAPI")
        .put("message", "Eviction API: evicting");
    registry.updateStatus(Resource.PODS, marked);
  }
}
