package dev.muster.devcluster.node;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;

/** Passes TCP connections on; a connection whose target cannot be reached is closed at once. */
final class TcpForward implements Forward {
  private final NetServer server;
  private final NetClient client;

  private TcpForward(NetServer server, NetClient client) {
    this.server = server;
    this.client = client;
  }

  /** Opens the port; fails when it is taken. */
  static Future<Forward> open(Vertx vertx, Place local, Target target) {
    var client = vertx.createNetClient();
    var options = new NetServerOptions().setHost(local.host()).setPort(local.port());
    var server =
        vertx
            .createNetServer(options)
            .connectHandler(socket -> accept(socket, client, target))
            .exceptionHandler(failure -> {});
    return server.listen().map(listening -> new TcpForward(listening, client));
  }

  private static void accept(NetSocket near, NetClient client, Target target) {
    near.pause();
    near.exceptionHandler(failure -> near.close());
    target
        .next()
        .compose(place -> client.connect(place.port(), place.host()))
        .onSuccess(far -> join(near, far))
        .onFailure(failure -> near.close());
  }

  private static void join(NetSocket near, NetSocket far) {
    near.closeHandler(closed -> far.close());
    far.closeHandler(closed -> near.close());
    far.exceptionHandler(failure -> far.close());
    near.pipeTo(far).onFailure(failure -> near.close());
    far.pipeTo(near).onFailure(failure -> far.close());
  }

  @Override
  public Future<Void> close() {
    return server.close().eventually(client::close);
  }
}
