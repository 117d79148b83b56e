package dev.muster.devcluster.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a pod fits on the node: its host ports must be free there, its node selector must match,
 * and the node must not be cordoned. Requests of cpu and memory are not counted: processes of a
 * development machine share what it has.
 */
final class Scheduling {
  private Scheduling() {}

  /** Why the pod cannot go to the node now, in the words of the scheduler; empty when it can. */
  static Optional<String> refusal(JsonNode pod, JsonNode node, Set<String> takenPorts) {
    if (node.path("spec").path("unschedulable").asBoolean()) {
      return Optional.of(text("node(s) were unschedulable", false));
    }
    var labels = node.path("metadata").path("labels");
    for (var wanted : pod.path("spec").path("nodeSelector").properties()) {
      if (!labels.path(wanted.getKey()).equals(wanted.getValue())) {
        return Optional.of(text("node(s) didn't match Pod's node affinity/selector", false));
      }
    }
    if (hostPorts(pod).stream().anyMatch(takenPorts::contains)) {
      return Optional.of(text("node(s) didn't have free ports for the requested pod ports", true));
    }
    return Optional.empty();
  }

  private static String text(String why, boolean preemptable) {
    return "0/1 nodes are available: 1 "
        + why
        + ". preemption: 0/1 nodes are available: 1 "
        + (preemptable
            ? "No preemption victims found for incoming pod."
            : "Preemption is not helpful for scheduling.");
  }

  /** The host ports of a pod as {@code 7000/UDP}. */
  static Set<String> hostPorts(JsonNode pod) {
    var ports = new HashSet<String>();
    for (var container : pod.path("spec").path("containers")) {
      for (var port : container.path("ports")) {
        if (port.path("hostPort").asInt() > 0) {
          ports.add(port.path("hostPort").asInt() + "/" + port.path("protocol").asText("TCP"));
        }
      }
    }
    return ports;
  }
}
