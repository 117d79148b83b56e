package dev.muster.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeProcessTest {
  @TempDir Path folder;
  private ExternalCluster cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = new ExternalCluster(folder);
    cluster.apply(
        """
        apiVersion: muster.dev/v1alpha1
        kind: Matchmaker
        metadata: {name: default}
        spec: {tokensSecretName: mine}
        """);
    cluster.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: mine}
        data: {web: QUJD}
        """);
    cluster.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: default-keys}
        data: {server: WFla}
        """);
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void hasTheTokensOfTheSecretThatTheMatchmakerNamesAndTheKey() throws Exception {
    // Given
    var seen = folder.resolve("seen");
    // When
    try (var runtime =
        start(
            "cat \"$MUSTER_TOKENS_DIRECTORY\"/web \"$MUSTER_KEYS_DIRECTORY\"/server > '"
                + seen
                + "'; exit 3",
            8080,
            8081)) {
      var end = runtime.awaitEnd();
      // Then
      assertThat(end).hasMessageContaining("exit code 3");
      assertThat(Files.readString(seen)).isEqualTo("ABCXYZ");
    }
  }

  @Test
  void isWaitedForUntilItSaysThatItIsReady() throws IOException {
    // Given
    var asked = new AtomicInteger();
    var health = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    health.createContext(
        "/health/ready",
        exchange -> {
          exchange.sendResponseHeaders(asked.incrementAndGet() < 3 ? 503 : 200, -1);
          exchange.close();
        });
    health.start();
    try (var runtime = start("exec sleep 600", 8080, health.getAddress().getPort())) {
      // When
      runtime.awaitServing(URI.create("http://127.0.0.1:" + health.getAddress().getPort()));
      // Then
      assertThat(asked).hasValue(3);
    } finally {
      health.stop(0);
    }
  }

  private RuntimeProcess start(String script, int httpPort, int managementPort) throws IOException {
    return RuntimeProcess.start(
        cluster.options(script),
        cluster.kubeconfig(),
        cluster.client(),
        "default",
        httpPort,
        managementPort);
  }
}
