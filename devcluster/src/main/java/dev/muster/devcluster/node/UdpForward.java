package dev.muster.devcluster.node;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Passes datagrams on and their answers back. Each client address has a session with a socket of
 * its own, so that the target sees clients apart; at most {@link #SESSIONS} at a time (the one idle
 * longest makes room), ended after {@link #IDLE_MILLIS} without a datagram. Lives on one event
 * loop.
 */
final class UdpForward implements Forward {
  static final int SESSIONS = 1024;
  static final long IDLE_MILLIS = 60_000;
  private static final int BACKLOG = 64;
  private static final DatagramSocketOptions OPTIONS =
      new DatagramSocketOptions().setReceiveBufferSize(1 << 18);

  private final Vertx vertx;
  private final int most;
  private final long idleMillis;
  private final Target target;
  private final DatagramSocket server;
  private final Map<SocketAddress, Session> sessions = new LinkedHashMap<>(16, 0.75f, true);
  private final long sweeper;
  private boolean closed;

  private UdpForward(Vertx vertx, Target target, DatagramSocket server, int most, long idleMillis) {
    this.vertx = vertx;
    this.most = most;
    this.idleMillis = idleMillis;
    this.target = target;
    this.server = server;
    this.sweeper = vertx.setPeriodic(idleMillis / 6, id -> endIdle(System.nanoTime()));
  }

  /** Opens the port; fails when it is taken. */
  static Future<Forward> open(Vertx vertx, Place local, Target target) {
    return open(vertx, local, target, SESSIONS, IDLE_MILLIS);
  }

  static Future<Forward> open(Vertx vertx, Place local, Target target, int most, long idleMillis) {
    var result = Promise.<Forward>promise();
    vertx
        .getOrCreateContext()
        .runOnContext(
            start -> {
              var server = vertx.createDatagramSocket(OPTIONS);
              server
                  .listen(local.port(), local.host())
                  .map(
                      listening ->
                          (Forward)
                              new UdpForward(vertx, target, server, most, idleMillis).listening())
                  .onComplete(result);
            });
    return result.future();
  }

  private UdpForward listening() {
    server.handler(this::received);
    server.exceptionHandler(failure -> {});
    return this;
  }

  private void received(DatagramPacket packet) {
    var session = sessions.get(packet.sender());
    if (session == null) {
      if (sessions.size() >= most) {
        end(sessions.keySet().iterator().next());
      }
      session = new Session(packet.sender());
      sessions.put(packet.sender(), session);
      session.start();
    }
    session.send(packet);
  }

  private void end(SocketAddress client) {
    sessions.remove(client).close();
  }

  private void endIdle(long now) {
    var idle = new ArrayList<SocketAddress>();
    sessions.forEach(
        (client, session) -> {
          if (now - session.lastUsed >= idleMillis * 1_000_000) {
            idle.add(client);
          }
        });
    idle.forEach(this::end);
  }

  @Override
  public Future<Void> close() {
    closed = true;
    vertx.cancelTimer(sweeper);
    return server
        .close()
        .eventually(
            () -> {
              new ArrayList<>(sessions.keySet()).forEach(this::end);
              return Future.succeededFuture();
            });
  }

  /** One client's way to the target and back. */
  private final class Session {
    private final SocketAddress client;
    private final DatagramSocket socket = vertx.createDatagramSocket(OPTIONS);
    private final ArrayList<DatagramPacket> waiting = new ArrayList<>();
    private Place place;
    private long lastUsed = System.nanoTime();

    Session(SocketAddress client) {
      this.client = client;
    }

    void start() {
      socket.handler(this::answered);
      socket.exceptionHandler(failure -> {});
      target
          .next()
          .compose(found -> socket.listen(0, "0.0.0.0").map(found))
          .onSuccess(this::open)
          .onFailure(failure -> sessions.remove(client, this));
    }

    private void open(Place found) {
      place = found;
      waiting.forEach(packet -> socket.send(packet.data(), place.port(), place.host()));
      waiting.clear();
    }

    void send(DatagramPacket packet) {
      lastUsed = System.nanoTime();
      if (place != null) {
        socket.send(packet.data(), place.port(), place.host());
      } else if (waiting.size() < BACKLOG) {
        waiting.add(packet);
      }
    }

    private void answered(DatagramPacket packet) {
      lastUsed = System.nanoTime();
      if (!closed) {
        server.send(packet.data(), client.port(), client.host());
      }
    }

    void close() {
      socket.close();
    }
  }
}
