package dev.muster.devcluster.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A pod's status as the kubelet reports it, derived from its containers.
 *
 * @param phase the phase, see {@link #phase}
 * @param reason why the pod as a whole failed, empty when its containers tell it
 * @param podIp its address, empty before it has one
 * @param sandbox whether it has what containers run in (condition PodReadyToStartContainers)
 */
record PodStatus(
    String phase,
    String reason,
    String message,
    String hostIp,
    String podIp,
    Instant startTime,
    boolean sandbox,
    List<ContainerView> initContainers,
    List<ContainerView> containers) {

  static final List<String> CONDITIONS =
      List.of(
          "PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled");

  /** The phase that the containers make, by the rules of the kubelet. */
  static String phase(
      String restartPolicy, List<ContainerView> initContainers, List<ContainerView> containers) {
    for (var init : initContainers) {
      var end = init.ended();
      if (end != null && !end.succeeded() && restartPolicy.equals("Never")) {
        return "Failed";
      }
      if (!(init.state() instanceof ContainerState.Terminated) || !end.succeeded()) {
        return "Pending";
      }
    }
    long ended = containers.stream().filter(container -> container.ended() != null).count();
    long running = containers.stream().filter(ContainerView::running).count();
    if (ended + running < containers.size()) {
      return "Pending";
    }
    if (running > 0 || restartPolicy.equals("Always")) {
      return "Running";
    }
    if (containers.stream().allMatch(container -> container.ended().succeeded())) {
      return "Succeeded";
    }
    return restartPolicy.equals("Never") ? "Failed" : "Running";
  }

  static boolean isTerminal(String phase) {
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  /**
   * The status to write over {@code current}: conditions of others stay, and a condition's time
   * moves only when its status does.
   *
   * @param outcome the phase that the pod is about to have; {@link #phase} unless it is about to
   *     end
   */
  ObjectNode over(JsonNode current, String outcome, Instant now) {
    var status = JsonNodeFactory.instance.objectNode();
    status.put("phase", phase);
    if (!reason.isEmpty()) {
      status.put("reason", reason).put("message", message);
    }
    status.set("conditions", conditions(current.path("conditions"), outcome, now));
    status.put("hostIP", hostIp).putArray("hostIPs").addObject().put("ip", hostIp);
    if (!podIp.isEmpty()) {
      status.put("podIP", podIp).putArray("podIPs").addObject().put("ip", podIp);
    }
    status.put("startTime", ContainerState.time(startTime));
    if (!initContainers.isEmpty()) {
      var list = status.putArray("initContainerStatuses");
      initContainers.forEach(container -> list.add(container.json()));
    }
    var list = status.putArray("containerStatuses");
    containers.forEach(container -> list.add(container.json()));
    if (current.has("qosClass")) {
      status.set("qosClass", current.get("qosClass"));
    }
    return status;
  }

  private ArrayNode conditions(JsonNode before, String outcome, Instant now) {
    var list = JsonNodeFactory.instance.arrayNode();
    list.add(condition("PodReadyToStartContainers", sandbox, "", ""));
    list.add(initialized(outcome));
    var unready = unready();
    var why = isTerminal(outcome) ? (outcome.equals("Failed") ? "PodFailed" : "PodCompleted") : "";
    for (var type : List.of("Ready", "ContainersReady")) {
      if (!why.isEmpty()) {
        list.add(condition(type, false, why, ""));
      } else if (!unready.isEmpty()) {
        var text = "containers with unready status: [" + String.join(" ", unready) + "]";
        list.add(condition(type, false, "ContainersNotReady", text));
      } else {
        list.add(condition(type, true, "", ""));
      }
    }
    list.add(condition("PodScheduled", true, "", ""));
    list.forEach(condition -> keepTime((ObjectNode) condition, before, now));
    before.forEach(
        condition -> {
          if (!CONDITIONS.contains(condition.path("type").asText())) {
            list.add(condition.deepCopy());
          }
        });
    return list;
  }

  private ObjectNode initialized(String outcome) {
    var pending = new ArrayList<String>();
    for (var init : initContainers) {
      if (init.ended() == null || !init.ended().succeeded()) {
        pending.add(init.name());
      }
    }
    if (!pending.isEmpty()) {
      var text = "containers with incomplete status: [" + String.join(" ", pending) + "]";
      return condition("Initialized", false, "ContainersNotInitialized", text);
    }
    var why = outcome.equals("Succeeded") ? "PodCompleted" : "";
    return condition("Initialized", true, why, "");
  }

  private List<String> unready() {
    return containers.stream()
        .filter(container -> !container.ready())
        .map(ContainerView::name)
        .collect(Collectors.toList());
  }

  private static ObjectNode condition(String type, boolean holds, String reason, String message) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("type", type).put("status", holds ? "True" : "False").putNull("lastProbeTime");
    node.putNull("lastTransitionTime");
    if (!reason.isEmpty()) {
      node.put("reason", reason);
    }
    if (!message.isEmpty()) {
      node.put("message", message);
    }
    return node;
  }

  static void keepTime(ObjectNode condition, JsonNode before, Instant now) {
    condition.put("lastTransitionTime", ContainerState.time(now));
    for (var old : before) {
      if (old.path("type").equals(condition.path("type"))
          && old.path("status").equals(condition.path("status"))) {
        condition.set("lastTransitionTime", old.path("lastTransitionTime"));
      }
    }
  }
}
