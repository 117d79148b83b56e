package dev.muster.operator.match;

import dev.muster.api.v1alpha1.PortRangeSpec;
import dev.muster.api.v1alpha1.PortSpec;
import dev.muster.operator.match.PortOutlook.Way;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Gives game servers ports of their node.
 *
 * <p>The scheduler only places a pod where its host ports are free, so a port that is in use on the
 * fewest nodes finds a place soonest; of those the lowest is taken. What is in use is read from the
 * pods, plus what was given a moment ago to pods that the cache does not show yet.
 *
 * <p>What else takes ports is not seen. Where the scheduler says that a port is taken and no server
 * of ours explains it, it is remembered for a while and given last. A match that has met such a
 * port goes on somewhere else in the range, since taken ports often lie side by side. Thread-safe.
 */
final class HostPorts {
  /** The range of a Matchmaker that names none. */
  static final PortRangeSpec DEFAULT_RANGE = new PortRangeSpec(7000, 8000);

  /** By then the cache shows a pod, or it was never created. */
  private static final Duration RESERVED_FOR = Duration.ofMinutes(1);

  /**
   * As long as a match of some minutes. Who is wrong about it loses nothing but a place in line.
   */
  private static final Duration REMEMBERED_FOR = Duration.ofMinutes(10);

  private final Clock clock;
  private final Map<PodKey, Reservation> reservations = new HashMap<>();
  private final Map<HostPort, Instant> takenByOthers = new HashMap<>();

  HostPorts(Clock clock) {
    this.clock = clock;
  }

  /**
   * Chooses and reserves a port for each of a pod's ports.
   *
   * @param tried what the match has tried in vain; taken again only if there is nothing else
   * @param pods the pods that the cache shows, of all Matchmakers
   * @return the node's port by port name; empty when the range is too small for one pod
   */
  synchronized Optional<Map<String, Integer>> reserve(
      PodKey pod, List<PortSpec> ports, PortRangeSpec range, Set<String> tried, List<Pod> pods) {
    forgetWhatIsKnown(pods);
    var use = new Use();
    pods.stream().filter(HostPorts::holdsPorts).forEach(use::add);
    reservations.values().forEach(use::add);
    var chosen = choose(ports, range, order(pod, tried, use));
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

  /**
   * What can be done about a pod whose ports the scheduler says are taken; remembers those that
   * something else has.
   *
   * @param tried what the match has tried in vain before
   * @param pods the pods that the cache shows, of all Matchmakers
   * @return empty when other ports might not help either
   */
  synchronized Optional<PortOutlook> outlook(
      Pod refused,
      PortRefusal refusal,
      List<PortSpec> ports,
      PortRangeSpec range,
      Set<String> tried,
      List<Pod> pods) {
    var asked = HostPort.of(refused);
    if (asked.size() != ports.size()) {
      // Some are the template's own, and it may be those.
      return Optional.empty();
    }
    forgetWhatIsKnown(pods);
    var placed = new Use();
    var wanted = new Use();
    for (Pod pod : others(refused, pods)) {
      wanted.add(pod);
      if (isPlaced(pod)) {
        placed.add(pod);
      }
    }
    reservations.values().forEach(wanted::add);
    var byOurs = placed.places(asked) >= refusal.nodes();
    if (!byOurs) {
      asked.forEach(port -> takenByOthers.put(port, clock.instant().plus(REMEMBERED_FOR)));
    }
    var all = new HashSet<>(tried);
    asked.forEach(port -> all.add(port.toString()));
    var next = untried(PodKey.of(refused), ports, range, all, wanted);
    var better = next.filter(chosen -> wanted.places(chosen) < refusal.nodes()).isPresent();
    return refusal.alone()
        ? Optional.of(new PortOutlook(way(byOurs, next.isPresent(), better), range))
        : Optional.empty();
  }

  private static Way way(boolean byOurs, boolean isAnother, boolean isBetter) {
    if (byOurs) {
      return isBetter ? Way.BETTER : Way.WAIT;
    }
    return isAnother ? Way.CHANGE : Way.GIVE_UP;
  }

  private static List<Pod> others(Pod refused, List<Pod> pods) {
    var key = PodKey.of(refused);
    return pods.stream()
        .filter(HostPorts::holdsPorts)
        .filter(pod -> !key.equals(PodKey.of(pod)))
        .toList();
  }

  private Optional<Set<HostPort>> untried(
      PodKey pod, List<PortSpec> ports, PortRangeSpec range, Set<String> tried, Use use) {
    return choose(ports, range, order(pod, tried, use))
        .map(numbers -> hostPorts(ports, numbers))
        .filter(chosen -> chosen.stream().noneMatch(port -> tried.contains(port.toString())));
  }

  private void forgetWhatIsKnown(List<Pod> pods) {
    takenByOthers.values().removeIf(until -> until.isBefore(clock.instant()));
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

  private static boolean holdsPorts(Pod pod) {
    return !new ServerPod(pod, Optional.empty()).isOver();
  }

  private static boolean isPlaced(Pod pod) {
    return pod.getSpec().getNodeName() != null;
  }

  /** The best first. */
  private Comparator<HostPort> order(PodKey pod, Set<String> tried, Use use) {
    Predicate<HostPort> wasTried = port -> !tried.isEmpty() && tried.contains(port.toString());
    return Comparator.<HostPort, Boolean>comparing(wasTried::test)
        .thenComparing(takenByOthers::containsKey)
        .thenComparingInt(port -> use.places(port))
        .thenComparingInt(port -> tried.isEmpty() ? 0 : scattered(pod, port))
        .thenComparingInt(HostPort::number);
  }

  /** Another order of the ports for each pod, and always the same. */
  private static int scattered(PodKey pod, HostPort port) {
    int mixed = (pod.hashCode() + port.number()) * 0x9E3779B9;
    return (mixed ^ (mixed >>> 15)) * 0x85EBCA6B;
  }

  private static Optional<Map<String, Integer>> choose(
      List<PortSpec> ports, PortRangeSpec range, Comparator<HostPort> order) {
    var chosen = new LinkedHashMap<String, Integer>();
    for (PortSpec port : ports) {
      var best =
          IntStream.rangeClosed(range.min(), range.max())
              .filter(candidate -> !chosen.containsValue(candidate))
              .mapToObj(candidate -> HostPort.of(port, candidate))
              .min(order);
      if (best.isEmpty()) {
        return Optional.empty();
      }
      chosen.put(port.name(), best.get().number());
    }
    return Optional.of(chosen);
  }

  private static Set<HostPort> hostPorts(List<PortSpec> ports, Map<String, Integer> numbers) {
    return ports.stream()
        .map(port -> HostPort.of(port, numbers.get(port.name())))
        .collect(Collectors.toSet());
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
    private final Map<HostPort, Set<String>> placesByPort = new HashMap<>();

    int places(HostPort port) {
      return placesByPort.getOrDefault(port, Set.of()).size();
    }

    /** On how many nodes at least one of them is in use. */
    int places(Collection<HostPort> ports) {
      var places = new HashSet<String>();
      ports.forEach(port -> places.addAll(placesByPort.getOrDefault(port, Set.of())));
      return places.size();
    }

    void add(Pod pod) {
      var place = isPlaced(pod) ? pod.getSpec().getNodeName() : PodKey.of(pod).toString();
      HostPort.of(pod).forEach(port -> put(port, place));
    }

    void add(Reservation reservation) {
      hostPorts(reservation.ports(), reservation.numbers())
          .forEach(port -> put(port, reservation.pod().toString()));
    }

    private void put(HostPort port, String place) {
      placesByPort.computeIfAbsent(port, key -> new HashSet<>()).add(place);
    }
  }
}
