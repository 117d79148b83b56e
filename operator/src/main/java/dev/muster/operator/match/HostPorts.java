package dev.muster.operator.match;

import dev.muster.api.v1alpha1.PortRangeSpec;
import dev.muster.api.v1alpha1.PortSpec;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Gives game servers ports of their node.
 *
 * <p>The scheduler only places a pod where its host ports are free, so a port that is in use on the
 * fewest nodes finds a place soonest; of those the lowest is taken. What is in use is read from the
 * pods, plus what was given a moment ago to pods that the cache does not show yet. Thread-safe.
 */
final class HostPorts {
  /** The range of a Matchmaker that names none. */
  static final PortRangeSpec DEFAULT_RANGE = new PortRangeSpec(7000, 8000);

  /** By then the cache shows a pod, or it was never created. */
  private static final Duration RESERVED_FOR = Duration.ofMinutes(1);

  private final Clock clock;
  private final Map<PodKey, Reservation> reservations = new HashMap<>();

  HostPorts(Clock clock) {
    this.clock = clock;
  }

  /**
   * Chooses and reserves a port for each of a pod's ports.
   *
   * @param pods the pods that the cache shows, of all Matchmakers
   * @return the node's port by port name; empty when the range is too small for one pod
   */
  synchronized Optional<Map<String, Integer>> reserve(
      PodKey pod, List<PortSpec> ports, PortRangeSpec range, List<Pod> pods) {
    forgetWhatIsKnown(pods);
    var use = new Use();
    pods.stream().filter(HostPorts::isLive).forEach(use::add);
    reservations.values().forEach(use::add);
    var chosen = choose(ports, range, use);
    chosen.ifPresent(
        numbers ->
            reservations.put(
                pod, new Reservation(pod, ports, numbers, clock.instant().plus(RESERVED_FOR))));
    return chosen;
  }

  /** Takes a reservation back: the pod was not created. */
  synchronized void forget(PodKey pod) {
    reservations.remove(pod);
  }

  private void forgetWhatIsKnown(List<Pod> pods) {
    if (reservations.isEmpty()) {
      return;
    }
    var known = new HashSet<PodKey>();
    pods.forEach(pod -> known.add(PodKey.of(pod)));
    reservations
        .values()
        .removeIf(
            reservation ->
                known.contains(reservation.pod()) || reservation.until().isBefore(clock.instant()));
  }

  private static boolean isLive(Pod pod) {
    return !new ServerPod(pod, Optional.empty()).isDead();
  }

  private static Optional<Map<String, Integer>> choose(
      List<PortSpec> ports, PortRangeSpec range, Use use) {
    var chosen = new HashMap<String, Integer>();
    for (PortSpec port : ports) {
      var number =
          IntStream.rangeClosed(range.min(), range.max())
              .filter(candidate -> !chosen.containsValue(candidate))
              .boxed()
              .min(
                  Comparator.<Integer>comparingInt(
                          candidate -> use.nodes(port.protocol().name(), candidate))
                      .thenComparing(Comparator.naturalOrder()));
      if (number.isEmpty()) {
        return Optional.empty();
      }
      chosen.put(port.name(), number.get());
    }
    return Optional.of(chosen);
  }

  /** A pod by its name. */
  record PodKey(String namespace, String name) {
    static PodKey of(Pod pod) {
      return new PodKey(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
    }
  }

  private record Reservation(
      PodKey pod, List<PortSpec> ports, Map<String, Integer> numbers, Instant until) {}

  /**
   * On which nodes each port is in use; a pod without a node counts as one on a node of its own.
   */
  private static final class Use {
    private final Map<String, Set<String>> nodesByPort = new HashMap<>();

    int nodes(String protocol, int port) {
      return nodesByPort.getOrDefault(key(protocol, port), Set.of()).size();
    }

    void add(Pod pod) {
      var node = pod.getSpec().getNodeName();
      var place = node == null ? PodKey.of(pod).toString() : node;
      containerPorts(pod)
          .filter(port -> port.getHostPort() != null)
          .forEach(port -> put(port.getProtocol(), port.getHostPort(), place));
    }

    void add(Reservation reservation) {
      for (PortSpec port : reservation.ports()) {
        put(
            port.protocol().name(),
            reservation.numbers().get(port.name()),
            reservation.pod().toString());
      }
    }

    private void put(String protocol, int port, String place) {
      nodesByPort
          .computeIfAbsent(key(protocol == null ? "TCP" : protocol, port), key -> new HashSet<>())
          .add(place);
    }

    private static String key(String protocol, int port) {
      return protocol + port;
    }

    private static Stream<ContainerPort> containerPorts(Pod pod) {
      var ports = new ArrayList<ContainerPort>();
      pod.getSpec().getContainers().forEach(container -> ports.addAll(container.getPorts()));
      return ports.stream();
    }
  }
}
