package dev.muster.operator.match;

import java.util.List;

/**
 * The host ports of a pod that has no node because of them, in words for people.
 *
 * @param matchmaker who has the range that they are from
 */
record TakenPorts(ServerPod pod, PortOutlook outlook, String matchmaker) {
  /** As {@code 7000/UDP}. */
  List<String> ports() {
    return HostPort.of(pod.pod()).stream().map(HostPort::toString).toList();
  }

  /** What is the matter. */
  String text() {
    return "host port %s is taken on every node that pod %s could go to"
        .formatted(String.join(" or ", ports()), pod.name());
  }

  /** What to do when something else has them. */
  String remedy() {
    return "What else takes host ports from %s should take others, or %s name another range"
        .formatted(range(), owner());
  }

  /** What a pod waits for whose ports servers of Muster have; empty when it waits for nothing. */
  String whyItWaits() {
    return outlook.way() == PortOutlook.Way.GIVE_UP
        ? ""
        : " Servers of Muster's own have the ports, and it waits until one ends. More nodes, or a wider range than %s in %s, make room"
            .formatted(range(), owner());
  }

  /** Why no server could be started, and what to do. */
  String noneLeft() {
    return "No server could be started: %s, and so was every other one from %s. Let %s name ports that nothing else uses"
        .formatted(text(), range(), owner());
  }

  private String range() {
    return outlook.range().min() + " to " + outlook.range().max();
  }

  private String owner() {
    return "hostPorts of Matchmaker " + matchmaker;
  }
}
