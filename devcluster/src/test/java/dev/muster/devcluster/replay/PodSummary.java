package dev.muster.devcluster.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;

/** What a watcher sees of a pod, in the short form of the recordings. */
public final class PodSummary {
  private PodSummary() {}

  /** Of the pod as an event of this type told it. */
  public static ObjectNode of(String type, JsonNode pod) {
    var state = Json.object();
    state.put("type", type).set("phase", pod.at("/status/phase"));
    var conditions = state.putObject("conditions");
    for (var condition : pod.at("/status/conditions")) {
      conditions.put(
          condition.path("type").asText(),
          condition.path("status").asText() + reason("/", condition.path("reason").asText()));
    }
    container(state, pod.at("/status/containerStatuses/0"));
    if (pod.at("/status").has("podIP")) {
      state.put("podIP", true);
    }
    if (pod.at("/spec").has("nodeName")) {
      state.put("node", true);
    }
    return state;
  }

  private static String reason(String before, String reason) {
    return reason.isEmpty() ? "" : before + reason;
  }

  private static void container(ObjectNode state, JsonNode status) {
    var container = state.putObject("container");
    if (status.isObject()) {
      var kind = status.path("state").fieldNames().next();
      if (kind.equals("running")) {
        container.put(kind, true);
      } else {
        container.set(kind, status.path("state").path(kind).path("reason"));
      }
      state.set("ready", status.path("ready"));
      state.set("restartCount", status.path("restartCount"));
    }
  }
}
