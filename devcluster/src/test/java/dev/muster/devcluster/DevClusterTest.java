package dev.muster.devcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.ArrayDeque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clusters on one machine keep out of each other's networks. */
class DevClusterTest {
  /** Some that no other cluster takes. */
  private static final DevCluster.Networks NETWORKS = new DevCluster.Networks(251, 254);

  private final ArrayDeque<ServerSocket> taken = new ArrayDeque<>();

  @Test
  void takesTheOnlyNetworkThatIsFree() throws IOException {
    // Given
    takeAllNetworks();
    var free = taken.pop();
    var address = free.getInetAddress().getHostAddress();
    free.close();
    // When
    try (var cluster = start()) {
      // Then
      assertThat(cluster.network().nodeAddress()).isEqualTo(address);
    }
  }

  @Test
  void saysThatNoNetworkIsFree() throws IOException {
    // Given
    takeAllNetworks();
    // When // Then
    assertThatThrownBy(DevClusterTest::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no network 127.N.0.0/16 is free");
  }

  private static DevCluster start() {
    return DevCluster.start(DevClusterConfig.defaults(), Clock.systemUTC(), NETWORKS);
  }

  private void takeAllNetworks() throws IOException {
    for (int n = NETWORKS.first(); n <= NETWORKS.last(); n++) {
      var socket = new ServerSocket();
      try {
        socket.bind(new InetSocketAddress(InetAddress.getByName("127." + n + ".0.1"), 6443));
        taken.push(socket);
      } catch (java.net.BindException e) {
        socket.close(); // the same test of somebody else has it
      }
    }
  }

  @AfterEach
  void release() throws IOException {
    for (var socket : taken) {
      socket.close();
    }
  }
}
