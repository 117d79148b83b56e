package dev.muster.cli.local;

import dev.muster.devcluster.node.NodeConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to run on this machine.
 *
 * @param installation where the parts lie
 * @param httpPort where Matchmaker default serves game clients on 127.0.0.1; 0 for any free port
 * @param managementPort where it serves health and metrics on 127.0.0.1; 0 for any free port
 * @param kubeconfig the file to write; empty for {@code .muster/kubeconfig-<httpPort>}
 * @param pods whether pods of mapped images run as processes
 * @param images commands by image, in addition to Muster's own
 * @param manifests files and folders to apply
 * @param externalCluster the kubeconfig of a real cluster; empty for the embedded one
 * @param recordings the folder into which the runtime records what its engines are told; empty: it
 *     does not
 */
public record LocalOptions(
    Installation installation,
    int httpPort,
    int managementPort,
    Optional<Path> kubeconfig,
    NodeConfig.Pods pods,
    Map<String, List<String>> images,
    List<Path> manifests,
    Optional<Path> externalCluster,
    Optional<Path> recordings) {
  public LocalOptions {
    images = Map.copyOf(images);
    manifests = List.copyOf(manifests);
  }
}
