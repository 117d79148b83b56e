package dev.muster.devcluster.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

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

  /** Whether the condition Ready is true. */
  public static boolean isReady(JsonNode object) {
    return find(object, "Ready").path("status").asText().equals("True");
  }
}
