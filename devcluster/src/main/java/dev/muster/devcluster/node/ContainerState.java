package dev.muster.devcluster.node;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Where a container is in its life, as {@code state} of a container status shows it. */
sealed interface ContainerState {

  /** It does not run yet, or not again. */
  record Waiting(String reason, String message) implements ContainerState {
    static final Waiting CREATING = new Waiting("ContainerCreating", "");
    static final Waiting INITIALIZING = new Waiting("PodInitializing", "");

    @Override
    public ObjectNode json() {
      var node = JsonNodeFactory.instance.objectNode();
      var waiting = node.putObject("waiting").put("reason", reason);
      if (!message.isEmpty()) {
        waiting.put("message", message);
      }
      return node;
    }
  }

  /** It runs. */
  record Running(Instant startedAt) implements ContainerState {
    @Override
    public ObjectNode json() {
      var node = JsonNodeFactory.instance.objectNode();
      node.putObject("running").put("startedAt", time(startedAt));
      return node;
    }
  }

  /** It has ended; {@code startedAt} is the epoch when it could not be started. */
  record Terminated(
      int exitCode,
      String reason,
      String message,
      Instant startedAt,
      Instant finishedAt,
      String containerId)
      implements ContainerState {

    static Terminated exited(int code, Instant startedAt, Instant finishedAt, String containerId) {
      var reason = code == 0 ? "Completed" : "Error";
      return new Terminated(code, reason, "", startedAt, finishedAt, containerId);
    }

    boolean succeeded() {
      return exitCode == 0;
    }

    @Override
    public ObjectNode json() {
      var node = JsonNodeFactory.instance.objectNode();
      var terminated = node.putObject("terminated").put("exitCode", exitCode).put("reason", reason);
      if (!message.isEmpty()) {
        terminated.put("message", message);
      }
      terminated.put("startedAt", time(startedAt)).put("finishedAt", time(finishedAt));
      if (!containerId.isEmpty()) {
        terminated.put("containerID", containerId);
      }
      return node;
    }
  }

  /** The state as the API shows it. */
  ObjectNode json();

  /** The instant in whole seconds, RFC 3339. */
  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
