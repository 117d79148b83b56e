package dev.muster.devcluster.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import java.time.Instant;

/** Finds conditions in the status of an object. */
public final class Conditions {
  private Conditions() {}

  /** The condition of this type; a missing node when there is none. */
  public static JsonNode find(JsonNode object, String type) {
    for (var condition : object.path("status").path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition;
      }
    }
    return MissingNode.getInstance();
  }

  /** Puts a condition into a status; its time moves only when it turns. */
  public static void put(
      ObjectNode status, String type, boolean holds, String reason, String message, Instant now) {
    var value = holds ? "True" : "False";
    var list =
        status.path("conditions").isArray()
            ? status.withArray("conditions")
            : status.putArray("conditions");
    ObjectNode condition = null;
    for (var known : list) {
      if (known.path("type").asText().equals(type)) {
        condition = (ObjectNode) known;
      }
    }
    if (condition == null) {
      condition = list.addObject().put("type", type);
    }
    if (!condition.path("status").asText().equals(value)) {
      condition.put("status", value).put("lastTransitionTime", Json.time(now));
    }
    condition.put("reason", reason).put("message", message);
  }

  /** Whether the condition Ready is true. */
  public static boolean isReady(JsonNode object) {
    return find(object, "Ready").path("status").asText().equals("True");
  }
}
