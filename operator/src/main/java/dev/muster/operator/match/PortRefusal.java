package dev.muster.operator.match;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The scheduler's word that the host ports of a pod are taken.
 *
 * <p>It counts the nodes by what stood in the way first: {@code 0/3 nodes are available: 1 node(s)
 * had untolerated taint {a: b}, 2 node(s) didn't have free ports for the requested pod ports.}
 * Ports are looked at after what a node is for, and before what it has left.
 *
 * @param nodes on how many nodes they are taken
 * @param alone whether on every other node no port would do, now and later
 */
record PortRefusal(int nodes, boolean alone) {
  private static final Pattern MESSAGE =
      Pattern.compile("0/\\d+ nodes are available: (.*?)\\.(?: preemption: .*| *)", Pattern.DOTALL);

  private static final Pattern REASONS = Pattern.compile(", (?=\\d+ )");
  private static final Pattern REASON = Pattern.compile("(\\d+) (.*)", Pattern.DOTALL);
  private static final String PORTS = "node(s) didn't have free ports for the requested pod ports";

  /** Such a node is none for this pod. */
  private static final Pattern NOT_FOR_IT =
      Pattern.compile(
          "node\\(s\\) (were unschedulable|had untolerated taint.*|didn't match Pod's node"
              + " affinity/selector|didn't match the requested node name|didn't satisfy plugin\\(s\\)"
              + " \\[NodeAffinity\\])");

  /** Reads the message of a pod's condition PodScheduled; empty when it does not speak of ports. */
  static Optional<PortRefusal> read(String message) {
    var matcher = MESSAGE.matcher(message == null ? "" : message.strip());
    return matcher.matches() ? ofReasons(matcher.group(1)) : Optional.empty();
  }

  private static Optional<PortRefusal> ofReasons(String reasons) {
    int nodes = 0;
    boolean alone = true;
    for (String text : REASONS.split(reasons, -1)) {
      Matcher reason = REASON.matcher(text);
      if (!reason.matches()) {
        alone = false;
      } else if (reason.group(2).equals(PORTS)) {
        nodes += Integer.parseInt(reason.group(1));
      } else {
        alone &= NOT_FOR_IT.matcher(reason.group(2)).matches();
      }
    }
    return nodes == 0 ? Optional.empty() : Optional.of(new PortRefusal(nodes, alone));
  }
}
