package dev.muster.runtime.beacon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * With real sockets. A beacon's own time stands still, so that what it allows does not depend on
 * speed.
 */
class EchoBeaconTest {
  private static final int PATIENCE_MILLIS = 60_000;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong nanos = new AtomicLong();
  private EchoBeacon beacon;

  private EchoBeacon.Ports start(BeaconLimits limits) {
    beacon = new EchoBeacon(vertx, limits, nanos::get);
    return beacon.listen("127.0.0.1", new EchoBeacon.Ports(0, 0)).await();
  }

  @AfterEach
  void stop() {
    beacon.close().await();
    vertx.close().await();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static DatagramSocket client() throws IOException {
    return client("127.0.0.1");
  }

  private static DatagramSocket client(String address) throws IOException {
    var socket = new DatagramSocket(new InetSocketAddress(address, 0));
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static void send(DatagramSocket from, int port, String text) throws IOException {
    from.send(
        new DatagramPacket(
            bytes(text),
            text.length(),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
  }

  private static String receive(DatagramSocket at) throws IOException {
    var packet = new DatagramPacket(new byte[2_048], 2_048);
    at.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
  }

  @Test
  void sendsADatagramBackAsItCame() throws IOException {
    var ports = start(BeaconLimits.DEFAULT);
    try (var socket = client()) {
      send(socket, ports.udp(), "Ping");
      assertThat(receive(socket)).isEqualTo("Ping");
    }
  }

  @Test
  void datagramsThatAreNoPingGetNoAnswer() throws IOException {
    var ports = start(BeaconLimits.DEFAULT);
    try (var socket = client()) {
      send(socket, ports.udp(), "x".repeat(EchoBeacon.LONGEST_DATAGRAM_BYTES + 1));
      send(socket, ports.udp(), "");
      send(socket, ports.udp(), "y".repeat(EchoBeacon.LONGEST_DATAGRAM_BYTES));
      assertThat(receive(socket)).startsWith("y");
    }
  }

  @Test
  void aClientGetsOnlySoManyAnswersASecond() throws IOException {
    var ports = start(new BeaconLimits(100, 3, 10));
    try (var socket = client()) {
      for (int i = 0; i < 20; i++) {
        send(socket, ports.udp(), "early");
      }
      for (int i = 0; i < 3; i++) {
        assertThat(receive(socket)).isEqualTo("early");
      }
      // The marker of another client shows that all of them have been looked at.
      try (var other = client("127.0.0.2")) {
        send(other, ports.udp(), "marker");
        assertThat(receive(other)).isEqualTo("marker");
      }
      nanos.addAndGet(1_000_000_000);
      send(socket, ports.udp(), "later");
      assertThat(receive(socket)).isEqualTo("later");
    }
  }

  @Test
  void allClientsTogetherGetOnlySoMany() {
    start(BeaconLimits.DEFAULT);
    var allowance = new Allowance(new BeaconLimits(5, 2, 1), nanos::get);
    var taken = new ArrayList<Boolean>();
    for (int client = 0; client < 4; client++) {
      taken.add(allowance.take("192.0.2." + client));
      taken.add(allowance.take("192.0.2." + client));
    }
    assertThat(taken).containsExactly(true, true, true, true, true, false, false, false);
    assertThat(allowance.take("192.0.2.0")).isFalse();
    nanos.addAndGet(1_000_000_000);
    assertThat(allowance.take("192.0.2.0")).isTrue();
  }

  @Test
  void sendsBackWhatComesOverTcpUpToALimit() throws IOException {
    var ports = start(BeaconLimits.DEFAULT);
    try (var socket = connect(ports)) {
      socket.getOutputStream().write(bytes("Ping"));
      assertThat(socket.getInputStream().readNBytes(4)).isEqualTo(bytes("Ping"));
      socket.getOutputStream().write(new byte[EchoBeacon.MOST_BYTES_OF_A_CONNECTION]);
      assertThat(ended(socket)).isTrue();
    }
    await().atMost(Duration.ofMinutes(1)).until(() -> beacon.connections() == 0);
  }

  @Test
  void connectionsBeyondTheLimitAreClosed() throws IOException {
    var ports = start(new BeaconLimits(100, 100, 2));
    var open = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 2; i++) {
        var socket = connect(ports);
        open.add(socket);
        socket.getOutputStream().write(bytes("Ping"));
        assertThat(socket.getInputStream().readNBytes(4)).isEqualTo(bytes("Ping"));
      }
      try (var third = connect(ports)) {
        assertThat(answerToPing(third)).isEmpty();
      }
      close(open);
      await().atMost(Duration.ofMinutes(1)).until(() -> beacon.connections() == 0);
      try (var fourth = connect(ports)) {
        fourth.getOutputStream().write(bytes("Ping"));
        assertThat(fourth.getInputStream().readNBytes(4)).isEqualTo(bytes("Ping"));
      }
    } finally {
      close(open);
    }
  }

  private static void close(List<Socket> sockets) throws IOException {
    for (var socket : sockets) {
      socket.close();
    }
  }

  private static Socket connect(EchoBeacon.Ports ports) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), ports.tcp());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** What comes back until the other side ends the connection, in whichever way. */
  private static byte[] answerToPing(Socket socket) throws IOException {
    try {
      socket.getOutputStream().write(bytes("Ping"));
      return socket.getInputStream().readAllBytes();
    } catch (java.net.SocketException e) {
      return new byte[0];
    }
  }

  /** Whether the other side ends the connection, in whichever way. */
  private static boolean ended(Socket socket) throws IOException {
    try {
      var rest = socket.getInputStream().readAllBytes();
      return rest.length <= EchoBeacon.MOST_BYTES_OF_A_CONNECTION;
    } catch (java.net.SocketException e) {
      return true;
    }
  }
}
