package dev.muster.cli.local;

import dev.muster.devcluster.DevCluster;
import dev.muster.devcluster.DevClusterConfig;
import dev.muster.devcluster.node.NodeConfig;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cluster that somebody else runs, and a runtime whose process is a shell script. */
final class ExternalCluster implements AutoCloseable {
  private final DevCluster cluster = DevCluster.start(DevClusterConfig.defaults());
  private final Path folder;
  private final Path kubeconfig;
  private final KubernetesClient client;

  ExternalCluster(Path folder) throws IOException {
    this.folder = folder;
    kubeconfig = Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig());
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
            .build();
    Crds.install(client);
  }

  Path kubeconfig() {
    return kubeconfig;
  }

  KubernetesClient client() {
    return client;
  }

  void apply(String yaml) {
    Manifests.apply(client, List.of(Manifests.parse(yaml)));
  }

  /** Options for this cluster; the script stands for the java command. */
  LocalOptions options(String script) throws IOException {
    var target = Files.createDirectories(folder.resolve("matchmaker-runtime").resolve("target"));
    Files.writeString(target.resolve("dependencies.classpath"), "");
    var java = Files.writeString(folder.resolve("java"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    return new LocalOptions(
        new Installation(folder, java),
        0,
        0,
        Optional.empty(),
        NodeConfig.Pods.SIMULATED,
        Map.of(),
        List.of(),
        Optional.of(kubeconfig),
        Optional.empty());
  }

  @Override
  public void close() {
    client.close();
    cluster.close();
  }
}
