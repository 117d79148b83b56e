package dev.muster.devcluster.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.node.EventRecorder;
import dev.muster.devcluster.node.Loop;
import dev.muster.devcluster.store.DeleteOptions;
import dev.muster.devcluster.store.ObjectStore;
import dev.muster.devcluster.store.Resource;
import dev.muster.devcluster.store.StatusException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns each Deployment into ReplicaSets, one per template it has had, and rolls over to the new.
 */
final class Deployments {
  private static final String HASH = "pod-template-hash";
  private static final String PREFIX = "deployment.kubernetes.io/";
  private static final String REVISION = PREFIX + "revision";
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
  private static final Duration RETRY = Duration.ofMillis(200);

  private final Loop loop;
  private final ObjectStore store;
  private final EventRecorder events;
  private final Owned deployments;
  private final Owned sets;
  private final Owned pods;
  private final Map<String, Loop.Timer> deadlines = new HashMap<>();

  Deployments(
      Loop loop,
      ObjectStore store,
      EventRecorder events,
      Owned deployments,
      Owned sets,
      Owned pods) {
    this.loop = loop;
    this.store = store;
    this.events = events;
    this.deployments = deployments;
    this.sets = sets;
    this.pods = pods;
  }

  void reconcile(String uid) {
    var found = deployments.get(uid);
    if (found.isEmpty()) {
      deadlines.remove(uid);
    }
    if (found.isEmpty() || found.get().path("metadata").has("deletionTimestamp")) {
      return;
    }
    try {
      reconcile(found.get());
    } catch (StatusException e) {
      // Somebody else was faster, or a name is still taken: look again.
      loop.after(RETRY, () -> reconcile(uid));
    }
  }

  private void reconcile(ObjectNode deployment) {
    sets.adopt(deployment, Resource.REPLICA_SETS, store);
    var hash = TemplateHash.of(deployment.path("spec").path("template"));
    var owned =
        sets.of(deployment).stream()
            .filter(set -> !set.path("metadata").has("deletionTimestamp"))
            .sorted(Comparator.comparingLong(Deployments::revision))
            .toList();
    var fresh = owned.stream().filter(set -> hash(set).equals(hash)).findFirst().orElse(null);
    var old = owned.stream().filter(set -> !hash(set).equals(hash)).toList();
    boolean paused = deployment.path("spec").path("paused").asBoolean();
    boolean created = false;
    if (fresh == null && !paused) {
      fresh = create(deployment, hash, old);
      created = true;
    }
    if (fresh != null) {
      fresh = annotated(deployment, fresh, Math.max(revision(fresh), highest(old) + 1));
    }
    var current = fresh == null ? deployment : revised(deployment, revision(fresh));
    if (fresh != null && !paused) {
      roll(current, fresh, old);
    }
    prune(current, old);
    writeStatus(current, hash, created);
  }

  private static String hash(JsonNode set) {
    return set.path("metadata").path("labels").path(HASH).asText();
  }

  private static long revision(JsonNode object) {
    return object.path("metadata").path("annotations").path(REVISION).asLong(0);
  }

  private static long highest(List<ObjectNode> old) {
    return old.stream().mapToLong(Deployments::revision).max().orElse(0);
  }

  private ObjectNode create(ObjectNode deployment, String hash, List<ObjectNode> old) {
    var spec = deployment.path("spec");
    var rollout = Rollout.of(spec);
    int size = rollout.next(Rollout.Size.NONE, old.stream().map(this::size).toList()).fresh();
    var set = JsonNodeFactory.instance.objectNode();
    var metadata = set.putObject("metadata");
    metadata.put("name", Owned.name(deployment) + "-" + hash);
    metadata.put("namespace", Owned.namespace(deployment));
    var template = (ObjectNode) spec.path("template").deepCopy();
    template.withObject("/metadata").withObject("/labels").put(HASH, hash);
    metadata.set("labels", template.at("/metadata/labels").deepCopy());
    annotate(metadata.putObject("annotations"), rollout).put(REVISION, "" + (highest(old) + 1));
    Owned.setController(set, deployment);
    var own = set.putObject("spec").put("replicas", size);
    if (spec.has("minReadySeconds")) {
      own.set("minReadySeconds", spec.get("minReadySeconds"));
    }
    own.set("selector", spec.path("selector").deepCopy());
    own.withObject("/selector").withObject("/matchLabels").put(HASH, hash);
    own.set("template", template);
    var created = store.create(Resource.REPLICA_SETS, set);
    sets.put(created);
    tellScaled(deployment, created, 0, size);
    return created;
  }

  private static ObjectNode annotate(ObjectNode annotations, Rollout rollout) {
    return annotations
        .put(PREFIX + "desired-replicas", "" + rollout.replicas())
        .put(PREFIX + "max-replicas", "" + (rollout.replicas() + rollout.maxSurge()));
  }

  /** The set with the annotations of its Deployment, such as the cause of a change. */
  private ObjectNode annotated(ObjectNode deployment, ObjectNode set, long revision) {
    var next = set.deepCopy();
    var annotations = next.withObject("/metadata").withObject("/annotations");
    for (var given : deployment.path("metadata").path("annotations").properties()) {
      if (!given.getKey().startsWith(PREFIX) && !given.getKey().equals(LAST_APPLIED)) {
        annotations.set(given.getKey(), given.getValue());
      }
    }
    annotations.put(REVISION, "" + revision);
    if (next.equals(set)) {
      return set;
    }
    var updated = store.update(Resource.REPLICA_SETS, next);
    sets.put(updated);
    return updated;
  }

  private ObjectNode revised(ObjectNode deployment, long revision) {
    if (revision(deployment) == revision) {
      return deployment;
    }
    var next = deployment.deepCopy();
    next.withObject("/metadata").withObject("/annotations").put(REVISION, "" + revision);
    var updated = store.update(Resource.DEPLOYMENTS, next);
    deployments.put(updated);
    return updated;
  }

  private void roll(ObjectNode deployment, ObjectNode fresh, List<ObjectNode> old) {
    var rollout = Rollout.of(deployment.path("spec"));
    var step = rollout.next(size(fresh), old.stream().map(this::size).toList());
    resize(deployment, fresh, step.fresh(), rollout);
    for (int i = 0; i < old.size(); i++) {
      resize(deployment, old.get(i), step.old().get(i), rollout);
    }
  }

  private Rollout.Size size(ObjectNode set) {
    return new Rollout.Size(
        set.path("spec").path("replicas").asInt(1),
        set.path("status").path("availableReplicas").asInt(),
        (int) pods.of(set).stream().filter(ReplicaSets::runs).count());
  }

  private void resize(ObjectNode deployment, ObjectNode set, int size, Rollout rollout) {
    int before = set.path("spec").path("replicas").asInt(1);
    var next = set.deepCopy();
    annotate(next.withObject("/metadata").withObject("/annotations"), rollout);
    next.withObject("/spec").put("replicas", size);
    if (before == size && (size == 0 || ReplicaSets.same(next, set))) {
      return;
    }
    sets.put(store.update(Resource.REPLICA_SETS, next));
    tellScaled(deployment, set, before, size);
  }

  private void tellScaled(ObjectNode deployment, ObjectNode set, int before, int size) {
    if (before != size) {
      var direction = size > before ? "up" : "down";
      events.normal(
          deployment,
          "ScalingReplicaSet",
          "Scaled %s replica set %s from %d to %d"
              .formatted(direction, Owned.name(set), before, size));
    }
  }

  private void prune(ObjectNode deployment, List<ObjectNode> old) {
    int kept = deployment.path("spec").path("revisionHistoryLimit").asInt(10);
    var idle = new ArrayList<ObjectNode>();
    for (var set : old) {
      boolean empty =
          set.path("spec").path("replicas").asInt(1) == 0
              && set.path("status").path("replicas").asInt() == 0
              && set.path("status").path("observedGeneration").asLong()
                  >= set.path("metadata").path("generation").asLong();
      if (empty) {
        idle.add(set);
      }
    }
    for (var set : idle.subList(0, Math.max(0, idle.size() - kept))) {
      store.delete(
          Resource.REPLICA_SETS,
          Owned.namespace(set),
          Owned.name(set),
          DeleteOptions.DEFAULT.onlyUid(Owned.uid(set)));
      sets.remove(set);
    }
  }

  private void lookAgain(String uid, Duration wait) {
    var before = deadlines.put(uid, loop.after(wait, () -> reconcile(uid)));
    if (before != null) {
      before.cancel();
    }
  }

  private void writeStatus(ObjectNode deployment, String hash, boolean created) {
    var all = sets.of(deployment);
    var fresh = all.stream().filter(set -> hash(set).equals(hash)).findFirst().orElse(null);
    var status = new DeploymentStatus(deployment, fresh, all, created, loop.now()).json();
    var progressing = status.at("/conditions/1");
    if (progressing.path("reason").asText().matches("NewReplicaSetCreated|ReplicaSetUpdated")) {
      var wait = Duration.between(loop.now(), DeploymentStatus.deadline(progressing, deployment));
      lookAgain(Owned.uid(deployment), wait.isNegative() ? RETRY : wait);
    }
    if (ReplicaSets.same(status, deployment.path("status"))) {
      return;
    }
    var next = deployment.deepCopy();
    next.set("status", status);
    deployments.put(store.updateStatus(Resource.DEPLOYMENTS, next));
  }
}
