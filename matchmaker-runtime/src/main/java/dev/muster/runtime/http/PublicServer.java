package dev.muster.runtime.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.LongSupplier;

/** The public API on its port. */
public final class PublicServer {
  private final EventStreams streams;
  private final Servers servers;

  /** Not listening yet. */
  public PublicServer(Vertx vertx, PublicApi api) {
    this(vertx, api, System::nanoTime);
  }

  /** The same by this clock, ns. */
  PublicServer(Vertx vertx, PublicApi api, LongSupplier nanos) {
    var shared = Shared.of(api, nanos);
    this.streams = shared.streams();
    api.metrics().watchStreams(streams::count);
    this.servers = new Servers(vertx, () -> PublicRouter.of(vertx, api, shared));
  }

  /**
   * Listens, on as many event loops as there are processors.
   *
   * @param port 0: any free one
   * @return the port
   */
  public Future<Integer> listen(String address, int port) {
    return servers.listen(address, port, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Takes no more connections, ends all streams, and lets those requests finish that have begun.
   *
   * @param patienceMillis how long they may take
   */
  public Future<Void> stop(long patienceMillis) {
    streams.stop();
    return servers.stop(patienceMillis);
  }
}
