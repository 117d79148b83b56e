package dev.muster.operator.match;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where players reach a server.
 *
 * @param fqdn the host name, or the address where there is none
 * @param publicIp the address
 */
record NodeAddress(String fqdn, String publicIp) {
  /** The address from outside, else the one inside, else what the pod knows of its host. */
  static Optional<NodeAddress> of(Optional<Node> node, Pod pod) {
    var host = pod.getStatus() == null ? null : pod.getStatus().getHostIP();
    return address(node, "ExternalIP", "InternalIP")
        .or(() -> Optional.ofNullable(host))
        .map(ip -> new NodeAddress(address(node, "ExternalDNS").orElse(ip), ip));
  }

  /** The pod's own address, once it has one. */
  static Optional<NodeAddress> ofPod(Pod pod) {
    return pod.getStatus() == null
        ? Optional.empty()
        : Optional.ofNullable(pod.getStatus().getPodIP()).map(ip -> new NodeAddress(ip, ip));
  }

  /** Host and port as a link; an IPv6 address in brackets. */
  String link(int port) {
    return (fqdn.indexOf(':') >= 0 ? "[" + fqdn + "]" : fqdn) + ":" + port;
  }

  private static Optional<String> address(Optional<Node> node, String... types) {
    return Stream.of(types)
        .flatMap(type -> node.stream().flatMap(found -> addresses(found, type)))
        .findFirst();
  }

  private static Stream<String> addresses(Node node, String type) {
    return node.getStatus() == null
        ? Stream.empty()
        : node.getStatus().getAddresses().stream()
            .filter(address -> type.equals(address.getType()) && address.getAddress() != null)
            .map(address -> address.getAddress());
  }
}
