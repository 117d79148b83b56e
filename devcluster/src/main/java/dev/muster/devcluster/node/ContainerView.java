package dev.muster.devcluster.node;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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
    node.put("imageID", containerId.isEmpty() ? "" : imageId(image));
    if (!containerId.isEmpty()) {
      node.put("containerID", containerId);
    }
    return node.put("started", started);
  }

  private static String imageId(String image) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(image.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
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
