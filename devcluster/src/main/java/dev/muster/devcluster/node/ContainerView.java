package dev.muster.devcluster.node;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a pod's status says of one container.
 *
 * @param last how its run before ended, or null
 * @param containerId empty as long as it never started
 */
record ContainerView(
    String name,
    String image,
    ContainerState state,
    ContainerState.Terminated last,
    boolean ready,
    boolean started,
    int restartCount,
    String containerId) {

  ObjectNode json() {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("name", name).set("state", state.json());
    node.set("lastState", last == null ? JsonNodeFactory.instance.objectNode() : last.json());
    node.put("ready", ready).put("restartCount", restartCount).put("image", image);
    node.put("imageID", containerId.isEmpty() ? "" : "devcluster://" + image);
    if (!containerId.isEmpty()) {
      node.put("containerID", containerId);
    }
    return node.put("started", started);
  }

  /** The end that counts for the pod's phase: of this run, or of the last while it waits. */
  ContainerState.Terminated ended() {
    return state instanceof ContainerState.Terminated terminated
        ? terminated
        : state instanceof ContainerState.Waiting ? last : null;
  }

  boolean running() {
    return state instanceof ContainerState.Running;
  }
}
