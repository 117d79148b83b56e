package dev.muster.operator.match;

import dev.muster.api.v1alpha1.PortSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A port of a node. That of another protocol is another one.
 *
 * @param number from 1 to 65535
 * @param protocol TCP, UDP or SCTP
 */
record HostPort(int number, String protocol) {
  static HostPort of(PortSpec port, int number) {
    return new HostPort(number, port.protocol().name());
  }

  /** Those that a pod takes of its node. */
  static Set<HostPort> of(Pod pod) {
    return Stream.of(pod.getSpec().getInitContainers(), pod.getSpec().getContainers())
        .flatMap(containers -> containers.stream())
        .map(Container::getPorts)
        .flatMap(ports -> ports.stream())
        .filter(port -> port.getHostPort() != null)
        .map(
            port ->
                new HostPort(
                    port.getHostPort(), port.getProtocol() == null ? "TCP" : port.getProtocol()))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** As {@code 7000/UDP}. */
  @Override
  public String toString() {
    return number + "/" + protocol;
  }
}
