package dev.muster.devcluster.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;
import org.awaitility.pollinterval.FibonacciPollInterval;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UdpForwardTest {
  private final Vertx vertx = Vertx.vertx();
  private DatagramSocket target;
  private int port;

  @BeforeEach
  void start() throws Exception {
    target = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    try (var free = new DatagramSocket(0)) {
      port = free.getLocalPort();
    }
    var echo =
        new Thread(
            () -> {
              try {
                var packet = new DatagramPacket(new byte[100], 100);
                while (true) {
                  target.receive(packet);
                  var answer = Integer.toString(packet.getPort()).getBytes(UTF_8);
                  target.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
              } catch (IOException e) {
                // The test is over.
              }
            });
    echo.setDaemon(true);
    echo.start();
  }

  @AfterEach
  void stop() {
    vertx.close();
    target.close();
  }

  private Forward open(int sessions, long idleMillis) throws Exception {
    return wait(
        UdpForward.open(
            vertx,
            new Forward.Place("127.0.0.1", port),
            Forward.Target.of("127.0.0.1", target.getLocalPort()),
            sessions,
            idleMillis));
  }

  private static <T> T wait(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  /** The port from which the target sees the client. */
  private String seenFrom(DatagramSocket client) throws IOException {
    client.setSoTimeout(10_000);
    client.send(
        new DatagramPacket(
            new byte[] {1}, 1, new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
    var answer = new DatagramPacket(new byte[100], 100);
    client.receive(answer);
    return new String(answer.getData(), 0, answer.getLength(), UTF_8);
  }

  @Test
  void aClientKeepsItsSession() throws Exception {
    open(10, 60_000);
    try (var client = new DatagramSocket()) {
      assertThat(seenFrom(client)).isEqualTo(seenFrom(client));
    }
  }

  @Test
  void theSessionIdleLongestMakesRoom() throws Exception {
    open(2, 60_000);
    try (var a = new DatagramSocket();
        var b = new DatagramSocket();
        var c = new DatagramSocket()) {
      var first = seenFrom(a);
      var second = seenFrom(b);
      assertThat(seenFrom(a)).isEqualTo(first);

      seenFrom(c);

      assertThat(seenFrom(a)).isEqualTo(first);
      assertThat(seenFrom(b)).isNotEqualTo(second);
    }
  }

  @Test
  void anIdleSessionEnds() throws Exception {
    open(10, 60);
    try (var client = new DatagramSocket()) {
      var first = seenFrom(client);

      // A session that is asked too early lives on, so each look is later than the one before.
      await()
          .pollInterval(FibonacciPollInterval.fibonacci())
          .until(() -> !seenFrom(client).equals(first));
    }
  }

  @Test
  void closingGivesThePortBack() throws Exception {
    wait(open(10, 60_000).close());

    await()
        .until(
            () -> {
              try (var socket = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
                return socket.isBound();
              } catch (SocketException e) {
                return false;
              }
            });
  }
}
