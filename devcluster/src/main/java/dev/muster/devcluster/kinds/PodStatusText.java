package dev.muster.devcluster.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;

/**
 * What kubectl shows as the status of a pod: the phase, or better the reason of what holds it up.
 */
final class PodStatusText {
  private PodStatusText() {}

  static String of(ObjectNode pod) {
    var status = pod.path("status");
    var text = status.path("reason").asText(status.path("phase").asText());
    var containers = new ArrayList<JsonNode>();
    status.path("containerStatuses").forEach(containers::add);
    boolean running = false;
    for (int i = containers.size() - 1; i >= 0; i--) {
      var state = containers.get(i).path("state");
      var reason = reason(state);
      if (!reason.isEmpty()) {
        text = reason;
      } else if (state.has("running") && containers.get(i).path("ready").asBoolean()) {
        running = true;
      }
    }
    if (text.equals("Completed") && running) {
      text = "Running";
    }
    boolean ended =
        status.path("phase").asText().equals("Succeeded")
            || status.path("phase").asText().equals("Failed");
    return pod.path("metadata").has("deletionTimestamp") && !ended ? "Terminating" : text;
  }

  private static String reason(JsonNode state) {
    if (state.has("waiting")) {
      return state.path("waiting").path("reason").asText();
    }
    var terminated = state.path("terminated");
    if (terminated.isMissingNode()) {
      return "";
    }
    var reason = terminated.path("reason").asText();
    if (!reason.isEmpty()) {
      return reason;
    }
    int signal = terminated.path("signal").asInt();
    return signal != 0 ? "Signal:" + signal : "ExitCode:" + terminated.path("exitCode").asInt();
  }

  /** How often its containers were started anew. */
  static String restarts(ObjectNode pod) {
    int restarts = 0;
    for (var container : pod.path("status").path("containerStatuses")) {
      restarts += container.path("restartCount").asInt();
    }
    return Integer.toString(restarts);
  }
}
