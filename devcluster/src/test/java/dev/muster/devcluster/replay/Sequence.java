package dev.muster.devcluster.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The states of the objects that a watch told, one object at a time: which of two objects changed
 * first is left to chance. So is whether anybody saw
 *
 * <ul>
 *   <li>a container run that ended soon: its state before the end is left out
 *   <li>how many of several pods that start or end together were ready at one moment: of
 *       Deployments and ReplicaSets only what was wanted, and the last status, are compared
 *   <li>a grace period before it was shortened: only whether there is one
 * </ul>
 */
final class Sequence {
  private final Map<String, List<ObjectNode>> objects = new LinkedHashMap<>();

  /** A recorded sequence. */
  static Sequence recorded(JsonNode states, Difference placeholders) {
    var sequence = new Sequence();
    for (var state : states) {
      var name =
          placeholders.filled(state.path("name").asText()).replaceAll("[<>]|-(?=[0-9]+>)", "");
      sequence.add(name, ((ObjectNode) state.deepCopy()).without(List.of("name")));
    }
    return sequence;
  }

  /** Takes in what a watch tells next. */
  void add(JsonNode event) {
    var object = event.path("object");
    var type = event.path("type").asText();
    add(object.at("/metadata/name").asText(), summary(type, object));
  }

  private void add(String name, ObjectNode state) {
    objects.computeIfAbsent(name, ignored -> new ArrayList<>()).add(state);
  }

  private static ObjectNode summary(String type, JsonNode object) {
    return switch (object.path("kind").asText()) {
      case "Pod" -> pod(type, object);
      case "ReplicaSet" -> replicaSet(type, object);
      default -> deployment(type, object);
    };
  }

  private static ObjectNode pod(String type, JsonNode pod) {
    var state = PodSummary.of(type, pod);
    if (pod.at("/metadata").has("deletionTimestamp")) {
      state.set("deleting", pod.at("/metadata/deletionGracePeriodSeconds"));
    }
    return state;
  }

  private static ObjectNode replicaSet(String type, JsonNode set) {
    var state = Json.object().put("type", type);
    state.set("specReplicas", set.at("/spec/replicas"));
    var annotations = state.putObject("annotations");
    set.at("/metadata/annotations")
        .properties()
        .forEach(a -> annotations.set(a.getKey().replaceFirst(".*/", ""), a.getValue()));
    state.set("status", set.path("status"));
    return state;
  }

  private static ObjectNode deployment(String type, JsonNode deployment) {
    var state = Json.object().put("type", type);
    state.set("generation", deployment.at("/metadata/generation"));
    state.set("specReplicas", deployment.at("/spec/replicas"));
    state.set(
        "revision",
        deployment.at("/metadata/annotations").path("deployment.kubernetes.io/revision"));
    ObjectNode status = deployment.path("status").deepCopy();
    status.remove("conditions");
    state.set("status", status);
    var conditions = state.putArray("conditions");
    for (var condition : deployment.at("/status/conditions")) {
      conditions.add(
          condition.path("type").asText()
              + "="
              + condition.path("status").asText()
              + "/"
              + condition.path("reason").asText());
    }
    return state;
  }

  /** What is comparable of it: the ways of the objects, in the order of their texts. */
  List<String> ways() {
    var ways = new TreeMap<String, List<String>>();
    objects.forEach(
        (name, states) ->
            ways.computeIfAbsent(group(name, states), ignored -> new ArrayList<>())
                .add(way(states)));
    return ways.entrySet().stream()
        .flatMap(group -> group.getValue().stream().sorted().map(way -> group.getKey() + way))
        .toList();
  }

  /**
   * Pods of one ReplicaSet are interchangeable; where only one object is watched it has no name.
   */
  private String group(String name, List<ObjectNode> states) {
    if (objects.size() == 1) {
      return "";
    }
    return states.get(0).has("phase") ? name.replaceFirst("-[^-]*$", "") : name;
  }

  private static String way(List<ObjectNode> states) {
    boolean pods = states.get(0).has("phase");
    var steps = new ArrayList<JsonNode>();
    for (int i = 0; i < states.size(); i++) {
      var last = i == states.size() - 1;
      if (!pods || last || !isBrief(states.get(i), states.get(i + 1))) {
        var step = pods ? seen(states.get(i)) : wanted(states.get(i), last);
        if (steps.isEmpty() || !Json.same(steps.get(steps.size() - 1), step)) {
          steps.add(step);
        }
      }
    }
    var text = new StringBuilder();
    steps.forEach(step -> text.append("\n  ").append(Json.sortedText(step)));
    return text.toString();
  }

  private static boolean isBrief(ObjectNode state, ObjectNode next) {
    return state.path("container").has("running")
        && next.path("container").has("terminated")
        && !next.has("deleting");
  }

  private static JsonNode seen(ObjectNode state) {
    var seen = state.deepCopy();
    if (seen.path("container").has("terminated") && seen.path("phase").asText().equals("Pending")) {
      seen.put("phase", "Running");
    }
    if (seen.path("deleting").asInt() > 0) {
      seen.put("deleting", "with grace");
    }
    return seen;
  }

  private static JsonNode wanted(ObjectNode state, boolean last) {
    var wanted = state.deepCopy();
    if (!last) {
      wanted.remove(List.of("status", "conditions"));
    }
    return wanted;
  }
}
