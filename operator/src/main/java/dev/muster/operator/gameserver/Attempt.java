package dev.muster.operator.gameserver;

import dev.muster.api.v1alpha1.Match;
import dev.muster.operator.objects.Names;
import java.util.Map;

/**
 * One attempt to start a server for a match.
 *
 * @param match the match; a name, a namespace and a spec are enough
 * @param number from 1
 * @param requestId ARBITRIUM_REQUEST_ID: 12 hex digits
 * @param hostPorts the node's port by the name of each port, if host ports are used
 */
public record Attempt(Match match, int number, String requestId, Map<String, Integer> hostPorts) {
  public Attempt {
    hostPorts = Map.copyOf(hostPorts);
  }

  /** The name of the attempt's pod. */
  public String podName() {
    return Names.pod(match.getMetadata().getName(), number);
  }
}
