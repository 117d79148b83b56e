package dev.muster.devcluster;

import dev.muster.devcluster.node.NodeConfig;
import java.util.Optional;

/**
 * How a cluster is started.
 *
 * @param watchHistory the number of changes kept, over all kinds, for watches that start in the
 *     past; at least 100
 * @param node how pods are run; empty for an API server alone, without node and controllers of
 *     Deployments
 */
public record DevClusterConfig(int watchHistory, Optional<NodeConfig> node) {
  public DevClusterConfig {
    if (watchHistory < 100) {
      throw new IllegalArgumentException(
          "watchHistory is " + watchHistory + ", expected at least 100");
    }
  }

  /** An API server alone, with this history. */
  public DevClusterConfig(int watchHistory) {
    this(watchHistory, Optional.empty());
  }

  /** What fits for development, without a node. */
  public static DevClusterConfig defaults() {
    return new DevClusterConfig(20_000);
  }

  /** The same with a node that runs pods. */
  public DevClusterConfig withNode(NodeConfig pods) {
    return new DevClusterConfig(watchHistory, Optional.of(pods));
  }
}
