package dev.muster.e2e.realcluster;

import dev.muster.api.v1alpha1.Api;
import dev.muster.e2e.GameClient;
import dev.muster.e2e.TemporaryFolder;
import dev.muster.runtime.RuntimeConfig;
import dev.muster.runtime.RuntimeProcess;
import dev.muster.runtime.cluster.ClusterClient;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** The runtime of Matchmaker default of a namespace, within this process. */
record RunningRuntime(
    RuntimeProcess process, KubernetesClient client, TemporaryFolder folder, GameClient players) {
  private static final String ADDRESS = "127.0.0.1";
  private static final String CLIENT_TOKEN = "client";

  /**
   * Starts it and waits until it serves.
   *
   * @param admin reads the Secrets, which the kubelet would mount
   * @param config who it is
   */
  static RunningRuntime start(KubernetesClient admin, ConfigBuilder config, String namespace)
      throws IOException {
    var folder = TemporaryFolder.named("muster-runtime");
    var tokens = mount(admin, namespace, "tokens", folder);
    var keys = mount(admin, namespace, "keys", folder);
    int port = freePort();
    var client = ClusterClient.open(config, namespace);
    var process =
        new RuntimeProcess(
            new RuntimeConfig(namespace, Api.DEFAULT_MATCHMAKER, ADDRESS, port, 0, tokens, keys),
            Vertx.vertx(),
            client);
    process.start().toCompletableFuture().join();
    var token = Files.readString(tokens.resolve(CLIENT_TOKEN));
    return new RunningRuntime(
        process,
        client,
        folder,
        new GameClient(URI.create("http://" + ADDRESS + ":" + port), token));
  }

  private static Path mount(
      KubernetesClient admin, String namespace, String secret, TemporaryFolder folder)
      throws IOException {
    var directory = Files.createDirectory(folder.path().resolve(secret));
    var name = Api.DEFAULT_MATCHMAKER + "-" + secret;
    var data = admin.secrets().inNamespace(namespace).withName(name).require().getData();
    for (var entry : data.entrySet()) {
      Files.write(directory.resolve(entry.getKey()), Base64.getDecoder().decode(entry.getValue()));
    }
    return directory;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  void close() {
    process.stop();
    client.close();
    folder.close();
  }
}
