package dev.muster.runtime.http;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** HTTP servers on one port, each on an event loop of its own. */
final class Servers {
  /** Connections on which nothing happens for so long are closed. */
  private static final int IDLE_SECONDS = 60;

  /**
   * What HTTP/2 takes in before it refuses by itself, without a word. Above what is allowed, so
   * that what is refused is told why, as with HTTP/1.
   */
  private static final int HTTP2_HEADER_BYTES = 64 * 1_024;

  /** Clients have nothing to say over a WebSocket; what they say is ignored. */
  private static final int MOST_WEBSOCKET_BYTES = 4 * 1_024;

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
            .addWebSocketSubProtocol(WebSocketUpgrade.PROTOCOL)
            .setMaxWebSocketFrameSize(MOST_WEBSOCKET_BYTES)
            .setMaxWebSocketMessageSize(MOST_WEBSOCKET_BYTES)
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false) // it takes much memory for each
            .setInitialSettings(new Http2Settings().setMaxHeaderListSize(HTTP2_HEADER_BYTES))
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
              .requestHandler(withinLimits(handlers.get()))
              .invalidRequestHandler(Servers::refuse);
      return server.listen().onSuccess(servers::add);
    }
  }

  /** HTTP/1 is held to these limits while it is read; HTTP/2 is held to the same here. */
  private static Handler<HttpServerRequest> withinLimits(Handler<HttpServerRequest> handler) {
    return request -> {
      if (request.version() != HttpVersion.HTTP_2) {
        handler.handle(request);
      } else if (request.uri().length() > HttpServerOptions.DEFAULT_MAX_INITIAL_LINE_LENGTH) {
        refuse(request, 414);
      } else if (headerBytes(request) > HttpServerOptions.DEFAULT_MAX_HEADER_SIZE) {
        refuse(request, 431);
      } else {
        handler.handle(request);
      }
    };
  }

  private static int headerBytes(HttpServerRequest request) {
    return request.headers().entries().stream()
        .mapToInt(header -> header.getKey().length() + header.getValue().length())
        .sum();
  }

  private static void refuse(HttpServerRequest request, int status) {
    Answers.send(
        request.response(), status, new JsonObject().put("message", Refusals.message(status)));
  }

  /** What is not even HTTP, or too much of it, is refused in the same shape as everything else. */
  private static void refuse(HttpServerRequest request) {
    var cause = request.decoderResult().cause();
    refuse(request, status(cause));
    request.connection().close();
  }

  private static int status(Throwable cause) {
    if (cause instanceof io.netty.handler.codec.http.TooLongHttpLineException) {
      return 414;
    }
    return cause instanceof io.netty.handler.codec.http.TooLongHttpHeaderException ? 431 : 400;
  }
}
