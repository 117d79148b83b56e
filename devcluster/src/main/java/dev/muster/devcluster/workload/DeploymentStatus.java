package dev.muster.devcluster.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A Deployment's status, derived from its ReplicaSets. Pure.
 *
 * @param fresh the ReplicaSet of the present template, or null
 * @param all all its ReplicaSets
 * @param created whether {@code fresh} was made just now
 */
record DeploymentStatus(
    ObjectNode deployment, ObjectNode fresh, List<ObjectNode> all, boolean created, Instant now) {

  ObjectNode json() {
    int wanted = deployment.path("spec").path("replicas").asInt(1);
    int replicas = sum("replicas");
    int updated = fresh == null ? 0 : fresh.path("status").path("replicas").asInt();
    int available = sum("availableReplicas");
    int told = all.stream().mapToInt(set -> set.path("spec").path("replicas").asInt()).sum();
    var status = JsonNodeFactory.instance.objectNode();
    status.set("observedGeneration", deployment.path("metadata").path("generation"));
    ReplicaSets.put(status, "replicas", replicas);
    ReplicaSets.put(status, "updatedReplicas", updated);
    ReplicaSets.put(status, "readyReplicas", sum("readyReplicas"));
    ReplicaSets.put(status, "availableReplicas", available);
    ReplicaSets.put(status, "unavailableReplicas", told - available);
    boolean enough = available >= Rollout.of(deployment.path("spec")).minAvailable();
    boolean complete = updated == wanted && replicas == wanted && available == wanted;
    var conditions = status.putArray("conditions");
    conditions.add(available(enough));
    conditions.add(progressing(complete, status));
    return status;
  }

  private int sum(String count) {
    return all.stream().mapToInt(set -> set.path("status").path(count).asInt()).sum();
  }

  private ObjectNode available(boolean enough) {
    return enough
        ? condition(
            "Available", true, "MinimumReplicasAvailable", "Deployment has minimum availability.")
        : condition(
            "Available",
            false,
            "MinimumReplicasUnavailable",
            "Deployment does not have minimum availability.");
  }

  private ObjectNode progressing(boolean complete, ObjectNode counts) {
    var before = before("Progressing");
    if (fresh == null) {
      return condition("Progressing", true, "FoundNewReplicaSet", "No replica set is there yet.");
    }
    var name = "ReplicaSet \"" + Owned.name(fresh) + "\"";
    if (created) {
      var text = "Created new replica set \"" + Owned.name(fresh) + "\"";
      return condition("Progressing", true, "NewReplicaSetCreated", text);
    }
    var done = name + " has successfully progressed.";
    if (complete || before.path("message").asText().equals(done)) {
      return condition("Progressing", true, "NewReplicaSetAvailable", done);
    }
    if (isStuck(counts, before)) {
      var text = name + " has timed out progressing.";
      return condition("Progressing", false, "ProgressDeadlineExceeded", text);
    }
    var condition = condition("Progressing", true, "ReplicaSetUpdated", name + " is progressing.");
    if (moved(counts)) {
      condition.put("lastUpdateTime", time());
    }
    return condition;
  }

  private boolean isStuck(ObjectNode counts, JsonNode before) {
    return !before.isMissingNode()
        && !moved(counts)
        && (before.path("reason").asText().equals("ProgressDeadlineExceeded")
            || !now.isBefore(deadline(before, deployment)));
  }

  /** When a rollout that makes no progress from here on counts as stuck. */
  static Instant deadline(JsonNode progressing, JsonNode deployment) {
    var seconds = deployment.path("spec").path("progressDeadlineSeconds").asLong(600);
    return Instant.parse(progressing.path("lastUpdateTime").asText())
        .plus(Duration.ofSeconds(seconds));
  }

  private boolean moved(ObjectNode counts) {
    var old = deployment.path("status");
    for (var count : List.of("updatedReplicas", "readyReplicas", "availableReplicas")) {
      if (counts.path(count).asInt() > old.path(count).asInt()) {
        return true;
      }
    }
    return false;
  }

  private JsonNode before(String type) {
    for (var condition : deployment.path("status").path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition;
      }
    }
    return JsonNodeFactory.instance.missingNode();
  }

  private String time() {
    return now.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private ObjectNode condition(String type, boolean holds, String reason, String message) {
    var status = holds ? "True" : "False";
    var before = before(type);
    boolean same = before.path("status").asText().equals(status);
    boolean updated = same && before.path("reason").asText().equals(reason);
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", type)
        .put("status", status)
        .put("lastUpdateTime", updated ? before.path("lastUpdateTime").asText() : time())
        .put("lastTransitionTime", same ? before.path("lastTransitionTime").asText() : time())
        .put("reason", reason)
        .put("message", message);
  }
}
