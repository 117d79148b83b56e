package dev.muster.devcluster.api;

import dev.muster.devcluster.auth.Certificates;
import dev.muster.devcluster.auth.Rbac;
import dev.muster.devcluster.auth.Tokens;
import dev.muster.devcluster.kinds.Catalog;
import dev.muster.devcluster.registry.Registry;
import dev.muster.devcluster.schema.Types;
import dev.muster.devcluster.store.StatusException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.KeyCertOptions;
import java.time.Clock;
import java.util.Locale;

/** The HTTPS server. */
public final class ApiServer implements AutoCloseable {
  /** Larger bodies are refused. */
  static final int BODY_LIMIT = 3 * 1024 * 1024;

  /** The port it listens on. */
  public static final int PORT = 6443;

  private final Vertx vertx;
  private final Catalog catalog;
  private final Access access;
  private final Front front;
  private final Watches watches;
  private final LogStreams logs;
  private HttpServer server;

  /** A server for these objects; it does not listen yet. */
  public ApiServer(
      Vertx vertx, Registry registry, Types types, Tokens tokens, String address, Clock clock) {
    this.vertx = vertx;
    this.catalog = registry.catalog();
    var lists = new Lists(registry);
    var rbac = new Rbac(new Roles(registry));
    this.access = new Access(tokens, rbac, catalog);
    this.front =
        new Front(
            access,
            catalog,
            new Discovery(catalog, address + ":" + PORT),
            new OpenApi(catalog),
            new Resources(registry, lists, new Parts(registry, tokens, clock)),
            new Reviews(tokens, rbac, clock),
            types);
    this.watches = new Watches(vertx, registry);
    this.logs = new LogStreams(vertx, registry, clock);
  }

  /** Says where the logs of pods come from; until then asking for one is a 501. */
  public void podLogs(PodLogs source) {
    logs.source(source);
  }

  /**
   * Begins to listen.
   *
   * @throws IllegalStateException when the address is taken
   */
  public void listen(String address, Certificates certificates) {
    var options =
        new HttpServerOptions()
            .setHost(address)
            .setPort(PORT)
            .setSsl(true)
            .setUseAlpn(false)
            .setKeyCertOptions(KeyCertOptions.wrap(certificates.server()))
            .setMaxHeaderSize(64 * 1024)
            .setMaxInitialLineLength(32 * 1024)
            .setMaxWebSocketMessageSize(8 * 1024 * 1024);
    server = vertx.createHttpServer(options).requestHandler(this::handle);
    try {
      server.listen().await();
    } catch (Exception e) {
      // await() throws what failed, a BindException for one, though it declares nothing.
      throw new IllegalStateException("cannot listen on " + address + ":" + PORT, e);
    }
  }

  private void handle(HttpServerRequest request) {
    if (request.headers().contains("Upgrade", "websocket", true)) {
      stream(request);
      return;
    }
    var body = Buffer.buffer();
    var tooLarge = new boolean[1];
    request.handler(
        chunk -> {
          if (body.length() + chunk.length() > BODY_LIMIT) {
            tooLarge[0] = true;
          } else {
            body.appendBuffer(chunk);
          }
        });
    request.endHandler(
        end -> {
          var call = Call.of(request, tooLarge[0] ? null : body);
          if (isStream(call)) {
            stream(request);
          } else {
            vertx
                .executeBlocking(() -> front.answer(call), false)
                .onSuccess(reply -> send(request, reply))
                .onFailure(failure -> request.response().reset());
          }
        });
  }

  private boolean isStream(Call call) {
    return call.method().equals("GET") && (call.flag("watch") || call.path().endsWith("/log"));
  }

  private void stream(HttpServerRequest request) {
    try {
      var call = access.admitted(Call.of(request, Buffer.buffer()));
      var target = Target.at(call.path(), catalog).filter(found -> found.kind() != null);
      if (target.isEmpty() || (target.get().lacksNamespace() && !target.get().isCollection())) {
        send(request, front.answer(call));
      } else if (target.get().subresource().equals("log") && target.get().plural().equals("pods")) {
        logs.answer(request, call, target.get());
      } else if (call.flag("watch") && target.get().isCollection()) {
        watches.answer(request, call, target.get());
      } else {
        send(request, front.answer(call));
      }
    } catch (StatusException e) {
      send(request, Front.refusal(e));
    }
  }

  static void send(HttpServerRequest request, Reply reply) {
    HttpServerResponse response = request.response();
    if (response.closed() || response.ended()) {
      return;
    }
    response.setStatusCode(reply.status());
    reply.headers().forEach(header -> response.headers().add(header.getKey(), header.getValue()));
    boolean bare =
        reply.status() == 304 || request.method().name().toUpperCase(Locale.ROOT).equals("HEAD");
    if (bare) {
      response.end();
    } else {
      response.end(reply.body());
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.close().await();
    }
  }
}
