package dev.muster.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ClusterClientTest {

  @Test
  @Timeout(60) // without a bound it would wait for ever
  void aWatchThatTheServerNeverOpensIsGivenUp() throws IOException {
    // Given: a server that takes connections, and says nothing
    try (var silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        var client =
            ClusterClient.open(
                new ConfigBuilder(Config.empty())
                    .withMasterUrl("http://127.0.0.1:" + silent.getLocalPort())
                    .withRequestTimeout(200),
                "default")) {
      var handshake =
          client
              .getHttpClient()
              .newWebSocketBuilder()
              .uri(URI.create(client.getMasterUrl() + "api/v1/pods?watch=true"));
      // When
      var opened = handshake.buildAsync(new WebSocket.Listener() {});
      // Then
      assertThatThrownBy(opened::get).hasCauseInstanceOf(HttpTimeoutException.class);
    }
  }
}
