package dev.muster.devcluster.node;

import dev.muster.devcluster.node.Forward.Place;
import dev.muster.devcluster.node.Forward.Target;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens forwards. Two TCP servers of one Vert.x would share a port in turn; here the second one is
 * refused, as the kernel refuses it between processes. Safe for use from any thread.
 */
final class Forwards {
  private final Vertx vertx;
  private final Set<Place> open = ConcurrentHashMap.newKeySet();

  Forwards(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Passes the UDP or TCP port on; fails when it is taken. */
  Future<Forward> open(boolean udp, Place local, Target target) {
    if (udp) {
      return UdpForward.open(vertx, local, target);
    }
    if (!open.add(local)) {
      return Future.failedFuture(new BindException("Address already in use: " + local));
    }
    return TcpForward.open(vertx, local, target)
        .onFailure(failure -> open.remove(local))
        .map(forward -> () -> forward.close().onComplete(closed -> open.remove(local)));
  }
}
