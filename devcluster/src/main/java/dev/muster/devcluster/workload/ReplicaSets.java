package dev.muster.devcluster.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.node.EventRecorder;
import dev.muster.devcluster.node.Loop;
import dev.muster.devcluster.store.Conditions;
import dev.muster.devcluster.store.DeleteOptions;
import dev.muster.devcluster.store.ObjectStore;
import dev.muster.devcluster.store.Resource;
import dev.muster.devcluster.store.StatusException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/** Keeps as many pods as each ReplicaSet says, and its status true. */
final class ReplicaSets {
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Loop loop;
  private final ObjectStore store;
  private final EventRecorder events;
  private final RandomGenerator random;
  private final Owned sets;
  private final Owned pods;

  ReplicaSets(
      Loop loop,
      ObjectStore store,
      EventRecorder events,
      RandomGenerator random,
      Owned sets,
      Owned pods) {
    this.loop = loop;
    this.store = store;
    this.events = events;
    this.random = random;
    this.sets = sets;
    this.pods = pods;
  }

  /** Whether the pod counts: it has not ended and is not about to. */
  static boolean isActive(JsonNode pod) {
    return !pod.path("metadata").has("deletionTimestamp") && runs(pod);
  }

  /** Whether something of the pod may still run. */
  static boolean runs(JsonNode pod) {
    return !pod.path("status").path("phase").asText().matches("Succeeded|Failed");
  }

  /** Since when the pod is ready; null when it is not. */
  private static Instant readySince(JsonNode pod) {
    return Conditions.isReady(pod)
        ? Instant.parse(Conditions.find(pod, "Ready").path("lastTransitionTime").asText())
        : null;
  }

  void reconcile(String uid) {
    var found = sets.get(uid);
    if (found.isEmpty() || found.get().path("metadata").has("deletionTimestamp")) {
      return;
    }
    try {
      pods.adopt(found.get(), Resource.PODS, store);
      resize(found.get());
      writeStatus(found.get());
    } catch (StatusException e) {
      loop.after(RETRY, () -> reconcile(uid));
    }
  }

  private List<ObjectNode> active(ObjectNode set) {
    return pods.of(set).stream().filter(ReplicaSets::isActive).toList();
  }

  private void resize(ObjectNode set) {
    var active = active(set);
    int wanted = set.path("spec").path("replicas").asInt(1);
    for (int i = active.size(); i < wanted; i++) {
      create(set);
    }
    active.stream()
        .sorted(leastUsefulFirst())
        .limit(Math.max(0, active.size() - wanted))
        .forEach(pod -> delete(set, pod));
  }

  private static Comparator<ObjectNode> leastUsefulFirst() {
    return Comparator.<ObjectNode, Boolean>comparing(Conditions::isReady)
        .thenComparing(
            pod -> pod.path("metadata").path("creationTimestamp").asText(),
            Comparator.reverseOrder())
        .thenComparing(Owned::name);
  }

  private void create(ObjectNode set) {
    var template = set.path("spec").path("template");
    var pod = JsonNodeFactory.instance.objectNode();
    var metadata = pod.putObject("metadata");
    var prefix = Owned.name(set) + "-";
    metadata.put("name", prefix + TemplateHash.suffix(random)).put("generateName", prefix);
    metadata.put("namespace", Owned.namespace(set));
    for (var field : List.of("labels", "annotations")) {
      if (template.path("metadata").path(field).isObject()) {
        metadata.set(field, template.path("metadata").path(field).deepCopy());
      }
    }
    Owned.setController(pod, set);
    pod.set("spec", template.path("spec").deepCopy());
    try {
      pods.put(store.create(Resource.PODS, pod));
      events.normal(set, "SuccessfulCreate", "Created pod: " + Owned.name(pod));
    } catch (StatusException e) {
      events.warning(set, "FailedCreate", "Error creating: " + e.getMessage());
      throw e;
    }
  }

  private void delete(ObjectNode set, ObjectNode pod) {
    var name = Owned.name(pod);
    var options = DeleteOptions.DEFAULT.onlyUid(Owned.uid(pod));
    try {
      store.delete(Resource.PODS, Owned.namespace(pod), name, options);
      events.normal(set, "SuccessfulDelete", "Deleted pod: " + name);
    } catch (StatusException e) {
      if (e.code() != 404 && e.code() != 409) {
        throw e;
      }
    }
    pods.remove(pod);
    store
        .get(Resource.PODS, Owned.namespace(pod), name)
        .filter(left -> Owned.uid(left).equals(Owned.uid(pod)))
        .ifPresent(pods::put);
  }

  private void writeStatus(ObjectNode set) {
    var active = active(set);
    var ready = active.stream().filter(pod -> readySince(pod) != null).toList();
    var minReady = Duration.ofSeconds(set.path("spec").path("minReadySeconds").asLong(0));
    var limit = loop.now().minus(minReady);
    long available = ready.stream().filter(pod -> !readySince(pod).isAfter(limit)).count();
    if (available < ready.size()) {
      loop.after(RETRY, () -> reconcile(Owned.uid(set)));
    }
    var status = JsonNodeFactory.instance.objectNode();
    status.put("replicas", active.size());
    put(status, "fullyLabeledReplicas", active.size());
    put(status, "readyReplicas", ready.size());
    put(status, "availableReplicas", (int) available);
    status.set("observedGeneration", set.path("metadata").path("generation"));
    if (!same(status, set.path("status"))) {
      var next = set.deepCopy();
      next.set("status", status);
      sets.put(store.updateStatus(Resource.REPLICA_SETS, next));
    }
  }

  /** Counts of 0 are left out, as the API server does. */
  static void put(ObjectNode status, String name, int count) {
    if (count > 0) {
      status.put(name, count);
    }
  }

  /** Whether two statuses say the same; numbers may come as int or long. */
  static boolean same(JsonNode a, JsonNode b) {
    return a.toString().equals(b.toString()) || a.equals(BY_TEXT, b);
  }

  private static final Comparator<JsonNode> BY_TEXT =
      (a, b) -> a.isValueNode() && b.isValueNode() ? a.asText().compareTo(b.asText()) : 1;
}
