package dev.muster.operator.match;

import dev.muster.api.v1alpha1.AssignmentStatus;
import dev.muster.api.v1alpha1.AssignmentStatus.LocationStatus;
import dev.muster.api.v1alpha1.AssignmentStatus.PortStatus;
import dev.muster.api.v1alpha1.PortSpec;
import dev.muster.operator.gameserver.GameServer;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What players are told, from the pod as it really is. */
final class Assignments {
  private Assignments() {}

  static AssignmentStatus of(
      GameServer server, Pod pod, NodeAddress address, LocationStatus location) {
    var ports = new LinkedHashMap<String, PortStatus>();
    for (PortSpec port : server.ports()) {
      int external = external(server, pod, port);
      ports.put(
          port.name(),
          new PortStatus(
              port.containerPort(), external, address.link(external), port.protocol().name()));
    }
    return new AssignmentStatus(
        address.fqdn(),
        address.publicIp(),
        Map.copyOf(ports).isEmpty() ? Map.of() : ports,
        location);
  }

  private static int external(GameServer server, Pod pod, PortSpec port) {
    return pod.getSpec().getContainers().stream()
        .filter(container -> server.container().equals(container.getName()))
        .flatMap(container -> container.getPorts().stream())
        .filter(candidate -> port.name().equals(candidate.getName()))
        .map(ContainerPort::getHostPort)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(port.containerPort());
  }
}
