package dev.muster.e2e.crash;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.store.Change;
import dev.muster.devcluster.store.ObjectStore;
import dev.muster.devcluster.store.Resource;
import dev.muster.devcluster.store.StatusException;
import java.util.HashSet;
import java.util.Set;

/**
 * Binds the game servers of one namespace to the node as soon as they are there, also when another
 * one of Muster's has their port: a real scheduler would leave them waiting, and hide the mistake.
 * Something else has port 7000, and who wants that one waits. The first pod that is bound is made
 * to exit with 1.
 */
final class TestScheduler implements AutoCloseable {
  /** As {@code schedulerName} of the pods that it is for. */
  static final String NAME = "crash-walk";

  private static final int TAKEN_PORT = 7000;
  private static final String TAKEN =
      "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports."
          + " preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.";

  private static final String SIMULATE = "devcluster.muster.dev/simulate";

  private final ObjectStore store;
  private final String namespace;
  private final String node;
  private final ObjectStore.Watch watch;
  private final Set<String> bound = new HashSet<>();

  TestScheduler(ObjectStore store, String namespace) {
    this.store = store;
    this.namespace = namespace;
    node = store.list(Resource.NODES, null).get(0).at("/metadata/name").asText();
    watch = store.watch(Resource.PODS, this::changed);
  }

  private void changed(Change change) {
    var pod = change.object();
    if (change.type() != Change.Type.DELETED
        && pod.at("/metadata/namespace").asText().equals(namespace)
        && pod.at("/spec/schedulerName").asText().equals(NAME)
        && pod.at("/spec/nodeName").asText().isEmpty()) {
      if (wantsTakenPort(pod)) {
        refuse(pod);
      } else {
        bind(pod);
      }
    }
  }

  private static boolean wantsTakenPort(ObjectNode pod) {
    for (var container : pod.at("/spec/containers")) {
      for (var port : container.path("ports")) {
        if (port.path("hostPort").asInt() == TAKEN_PORT) {
          return true;
        }
      }
    }
    return false;
  }

  private void refuse(ObjectNode pod) {
    if (pod.at("/status/conditions").isEmpty()) {
      pod.withObject("/status")
          .putArray("conditions")
          .addObject()
          .put("type", "PodScheduled")
          .put("status", "False")
          .put("reason", "Unschedulable")
          .put("message", TAKEN);
      try {
        store.updateStatus(Resource.PODS, pod);
      } catch (StatusException e) {
        // It has changed, which brings it here again, or is gone.
      }
    }
  }

  private void bind(ObjectNode pod) {
    var isFirst = bound.isEmpty() || bound.equals(Set.of(pod.at("/metadata/uid").asText()));
    bound.add(pod.at("/metadata/uid").asText());
    if (isFirst) {
      pod.withObject("/metadata/annotations").put(SIMULATE, "exit=1,never-ready");
    }
    pod.withObject("/spec").put("nodeName", node);
    try {
      store.update(Resource.PODS, pod);
    } catch (StatusException e) {
      // It has changed, which brings it here again, or is gone.
    }
  }

  @Override
  public void close() {
    watch.close();
  }
}
