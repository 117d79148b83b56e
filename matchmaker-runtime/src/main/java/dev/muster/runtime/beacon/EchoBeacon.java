package dev.muster.runtime.beacon;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Sends back what it gets, over UDP and TCP, so that a game client can take the time.
 *
 * <p>It faces the internet, where a sender's address may be somebody else's: an answer is never
 * larger than the question, ports of services (below {@value #LOWEST_CLIENT_PORT}) get none, and a
 * client only gets so many.
 */
public final class EchoBeacon {
  /** A longer datagram is no ping. */
  public static final int LONGEST_DATAGRAM_BYTES = 512;

  /** After so much a connection is closed. */
  public static final int MOST_BYTES_OF_A_CONNECTION = 4_096;

  /** So long a connection may last. */
  private static final long CONNECTION_MAY_LAST_MILLIS = 30_000;

  private static final int IDLE_SECONDS = 10;
  private static final int LOWEST_CLIENT_PORT = 1_024;

  private final Vertx vertx;
  private final BeaconLimits limits;
  private final Allowance allowance;
  private final DatagramSocket udp;
  private final NetServer tcp;
  private final AtomicInteger connections = new AtomicInteger();

  /**
   * The ports that a beacon listens on.
   *
   * @param tcp the port of the TCP echo
   * @param udp the port of the UDP echo
   */
  public record Ports(int tcp, int udp) {}

  /**
   * One that does not listen yet.
   *
   * @param nanos a clock that never goes back, ns
   */
  public EchoBeacon(Vertx vertx, BeaconLimits limits, LongSupplier nanos) {
    this.vertx = vertx;
    this.limits = limits;
    allowance = new Allowance(limits, nanos);
    udp = vertx.createDatagramSocket();
    tcp =
        vertx.createNetServer(
            new NetServerOptions()
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS));
  }

  /**
   * Listens. Whoever can connect by TCP, as a readiness probe does, is answered over UDP as well.
   *
   * @param wanted 0 takes a free port
   * @return the ports; fails when one cannot be had
   */
  public Future<Ports> listen(String address, Ports wanted) {
    tcp.connectHandler(this::connected);
    udp.handler(this::answer);
    return udp.listen(wanted.udp(), address)
        .compose(
            socket ->
                tcp.listen(wanted.tcp(), address)
                    .map(server -> new Ports(server.actualPort(), socket.localAddress().port())));
  }

  private void answer(DatagramPacket packet) {
    var sender = packet.sender();
    if (packet.data().length() <= LONGEST_DATAGRAM_BYTES
        && packet.data().length() > 0
        && sender.port() >= LOWEST_CLIENT_PORT
        && allowance.take(sender.hostAddress())) {
      udp.send(packet.data(), sender.port(), sender.hostAddress());
    }
  }

  private void connected(NetSocket socket) {
    if (connections.incrementAndGet() > limits.connections()
        || !allowance.take(socket.remoteAddress().hostAddress())) {
      connections.decrementAndGet();
      socket.close();
      return;
    }
    long timer = vertx.setTimer(CONNECTION_MAY_LAST_MILLIS, end -> socket.close());
    var echo = new Echo(socket);
    socket.handler(echo::answer);
    socket.exceptionHandler(problem -> socket.close());
    socket.closeHandler(
        closed -> {
          vertx.cancelTimer(timer);
          connections.decrementAndGet();
        });
  }

  /** How many connections are open. */
  int connections() {
    return connections.get();
  }

  /** Stops listening. */
  public Future<Void> close() {
    return udp.close().eventually(tcp::close);
  }

  /** One connection. */
  private static final class Echo {
    private final NetSocket socket;
    private int left = MOST_BYTES_OF_A_CONNECTION;

    Echo(NetSocket socket) {
      this.socket = socket;
    }

    void answer(Buffer data) {
      left -= data.length();
      if (left < 0 || socket.writeQueueFull()) {
        socket.close();
      } else {
        socket.write(data);
      }
    }
  }
}
