package dev.muster.devcluster.node;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.devcluster.node.Forward.Place;
import dev.muster.devcluster.store.Conditions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Which ports a Service opens, and where they lead. Pure. */
public final class ServicePorts {
  private ServicePorts() {}

  /**
   * One port to open.
   *
   * @param place where clients find it
   * @param udp whether it is UDP, else TCP
   * @param port the number of the Service's port that it stands for
   * @param external whether it is a load balancer's
   */
  record Opening(Place place, boolean udp, int port, boolean external) {}

  /** All ports that the Service opens, on its own address and on the node's. */
  static List<Opening> openings(JsonNode service, String nodeAddress) {
    var spec = service.path("spec");
    var type = spec.path("type").asText("ClusterIP");
    var clusterIp = spec.path("clusterIP").asText("");
    var openings = new ArrayList<Opening>();
    for (var port : spec.path("ports")) {
      boolean udp = port.path("protocol").asText("TCP").equals("UDP");
      int number = port.path("port").asInt();
      if (!clusterIp.isEmpty() && !clusterIp.equals("None")) {
        openings.add(new Opening(new Place(clusterIp, number), udp, number, false));
      }
      int nodePort = port.path("nodePort").asInt();
      if (nodePort > 0) {
        openings.add(new Opening(new Place(nodeAddress, nodePort), udp, number, false));
      }
      if (type.equals("LoadBalancer")) {
        openings.add(new Opening(new Place(nodeAddress, number), udp, number, true));
      }
    }
    return openings;
  }

  /** Where the Service's port leads: the ready pods that it selects, in the order given. */
  static List<Place> backends(JsonNode service, int number, Collection<? extends JsonNode> pods) {
    var places = new ArrayList<Place>();
    for (var port : service.path("spec").path("ports")) {
      if (port.path("port").asInt() == number) {
        for (var pod : pods) {
          if (selects(service, pod) && ready(pod)) {
            int target = target(port, pod);
            if (target > 0) {
              places.add(new Place(pod.path("status").path("podIP").asText(), target));
            }
          }
        }
        break;
      }
    }
    return places;
  }

  /** The number of the port of a pod to which a Service's port leads; 0 when it has none. */
  public static int target(JsonNode port, JsonNode pod) {
    var target = port.path("targetPort");
    if (target.isMissingNode() || target.isNull()) {
      return port.path("port").asInt();
    }
    for (var container : pod.path("spec").path("containers")) {
      int found = Prober.port(target, container);
      if (found > 0) {
        return found;
      }
    }
    return 0;
  }

  /** Whether a Service leads to a pod, once that is ready. */
  public static boolean selects(JsonNode service, JsonNode pod) {
    var selector = service.path("spec").path("selector");
    var labels = pod.path("metadata").path("labels");
    return !selector.isEmpty()
        && service.path("metadata").path("namespace").equals(pod.path("metadata").path("namespace"))
        && selector.properties().stream()
            .allMatch(wanted -> labels.path(wanted.getKey()).equals(wanted.getValue()));
  }

  /** Whether the pod's condition Ready is true and it is not about to go. */
  public static boolean ready(JsonNode pod) {
    return Conditions.isReady(pod) && !pod.path("metadata").has("deletionTimestamp");
  }
}
