package dev.muster.devcluster.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import java.util.List;
import java.util.Map;

/** The two forms of an Event: {@code v1}, in which it is stored, and {@code events.k8s.io/v1}. */
final class EventVersions {
  private static final Map<String, String> TO_NEW =
      Map.of(
          "involvedObject", "regarding",
          "message", "note",
          "reportingComponent", "reportingController",
          "source", "deprecatedSource",
          "firstTimestamp", "deprecatedFirstTimestamp",
          "lastTimestamp", "deprecatedLastTimestamp",
          "count", "deprecatedCount");

  private EventVersions() {}

  /** The event in the form of this API version. */
  static ObjectNode to(String apiVersion, ObjectNode event) {
    if (event.path("apiVersion").asText().equals(apiVersion)) {
      return event;
    }
    var converted = Json.object();
    event.properties().forEach(m -> converted.set(renamed(apiVersion, m.getKey()), m.getValue()));
    if (!apiVersion.equals("v1")) {
      for (var name : List.of("reportingController", "reportingInstance")) {
        if (converted.path(name).asText().isEmpty()) {
          converted.remove(name);
        }
      }
    }
    return converted.put("apiVersion", apiVersion);
  }

  private static String renamed(String apiVersion, String name) {
    if (!apiVersion.equals("v1")) {
      return TO_NEW.getOrDefault(name, name);
    }
    return TO_NEW.entrySet().stream()
        .filter(entry -> entry.getValue().equals(name))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(name);
  }
}
