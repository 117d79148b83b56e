package dev.muster.runtime.http;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** HTTP servers on one port, each on an event loop of its own. */
final class Servers {
  /** Connections on which nothing happens for so long are closed. */
  private static final int IDLE_SECONDS = 60;

  private final Vertx vertx;
  private final Supplier<Handler<HttpServerRequest>> handlers;
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();

  /** Not listening yet. Each server gets a handler of its own. */
  Servers(Vertx vertx, Supplier<Handler<HttpServerRequest>> handlers) {
    this.vertx = vertx;
    this.handlers = handlers;
  }

  /**
   * Listens.
   *
   * @param port 0: any free one
   * @return the port
   */
  Future<Integer> listen(String address, int port, int instances) {
    // A negative port is a free one that all servers of this Vert.x with the same number share.
    var options =
        new HttpServerOptions()
            .setHost(address)
            .setPort(port == 0 && instances > 1 ? -1 : port)
            .setIdleTimeout(IDLE_SECONDS)
            .setHandle100ContinueAutomatically(true);
    Supplier<Deployable> listener = () -> new Listener(options);
    return vertx
        .deployVerticle(listener, new DeploymentOptions().setInstances(instances))
        .map(id -> servers.get(0).actualPort());
  }

  /** Takes no more connections, lets those requests finish that have begun, and ends. */
  Future<Void> stop(long patienceMillis) {
    return Future.join(
            servers.stream()
                .map(server -> server.shutdown(patienceMillis, TimeUnit.MILLISECONDS))
                .toList())
        .mapEmpty();
  }

  private final class Listener extends VerticleBase {
    private final HttpServerOptions options;

    Listener(HttpServerOptions options) {
      this.options = options;
    }

    @Override
    public Future<?> start() {
      var server =
          vertx
              .createHttpServer(options)
              .requestHandler(handlers.get())
              .invalidRequestHandler(Servers::refuse);
      return server.listen().onSuccess(servers::add);
    }
  }

  /** What is not even HTTP, or too much of it, is refused in the same shape as everything else. */
  private static void refuse(HttpServerRequest request) {
    var cause = request.decoderResult().cause();
    int status = status(cause);
    Answers.send(
        request.response(), status, new JsonObject().put("message", Refusals.message(status)));
    request.connection().close();
  }

  private static int status(Throwable cause) {
    if (cause instanceof io.netty.handler.codec.http.TooLongHttpLineException) {
      return 414;
    }
    return cause instanceof io.netty.handler.codec.http.TooLongHttpHeaderException ? 431 : 400;
  }
}
