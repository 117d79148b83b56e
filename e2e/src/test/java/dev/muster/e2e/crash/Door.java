package dev.muster.e2e.crash;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The only way of one run of one part to the API server. Each call is counted; where trouble is
 * planned, it is made. Once cut, no call gets through any more and no answer comes back.
 */
final class Door implements AutoCloseable {
  private static final String ADDRESS = "127.0.0.1";
  private static final int LARGEST_FRAME = 4 << 20;
  private static final String EXPIRED =
      """
      {"type": "ERROR", "object": {"kind": "Status", "apiVersion": "v1", "metadata": {},
       "status": "Failure", "message": "too old resource version: 1 (2)", "reason": "Expired",
       "code": 410}}
      """;
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "connection",
          "content-length",
          "host",
          "http2-settings",
          "sec-websocket-extensions",
          "sec-websocket-key",
          "sec-websocket-protocol",
          "sec-websocket-version",
          "transfer-encoding",
          "upgrade");

  private final Upstream upstream;
  private final Calls calls;
  private final Runnable crash;
  private final HttpServer server;
  private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
  private final Set<ServerWebSocket> watches = ConcurrentHashMap.newKeySet();
  private final Set<HttpServerRequest> streams = ConcurrentHashMap.newKeySet();
  private final Set<String> expired = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  private Door(Upstream upstream, Calls calls, Runnable crash) {
    this.upstream = upstream;
    this.calls = calls;
    this.crash = crash;
    this.server =
        upstream
            .vertx()
            .createHttpServer(
                new HttpServerOptions()
                    .setHttp2ClearTextEnabled(false)
                    .setMaxWebSocketFrameSize(LARGEST_FRAME)
                    .setMaxWebSocketMessageSize(LARGEST_FRAME));
  }

  /**
   * Opens a door.
   *
   * @param crash told once the caller is to die; the door is cut by then
   */
  static Door open(Upstream upstream, Calls calls, Runnable crash) {
    var door = new Door(upstream, calls, crash);
    door.server
        .connectionHandler(door::connected)
        .requestHandler(door::handle)
        .listen(0, ADDRESS)
        .await();
    return door;
  }

  /** Where the API server seems to be. */
  String url() {
    return "http://" + ADDRESS + ":" + server.actualPort();
  }

  /** From now on nothing gets through: who is connected is cut off, and so is who comes. */
  void cut() {
    cut = true;
    connections.forEach(HttpConnection::close);
  }

  /** Takes it away, once nobody is left who might knock. */
  @Override
  public void close() {
    cut();
    var unused = server.close();
  }

  private void connected(HttpConnection connection) {
    connections.add(connection);
    connection.closeHandler(closed -> connections.remove(connection));
    if (cut) {
      connection.close();
    }
  }

  private void handle(HttpServerRequest request) {
    if (cut) {
      request.connection().close();
      return;
    }
    var blow = calls.count(CallName.of(request.method().name(), request.path(), request.query()));
    if (blow.isPresent()) {
      strike(blow.get(), request);
    } else {
      pass(request, Optional.empty());
    }
  }

  private void strike(Blow blow, HttpServerRequest request) {
    switch (blow) {
      case CRASH_BEFORE -> die();
      case CRASH_AFTER, ERROR_AFTER -> pass(request, Optional.of(blow));
      case CONFLICT -> refuse(request, 409, "Conflict");
      case ERROR -> refuse(request, 500, "InternalError");
      case TOO_MANY_REQUESTS -> {
        request.response().putHeader("Retry-After", "1");
        refuse(request, 429, "TooManyRequests");
      }
      case HANG -> request.pause();
      case DROPPED_WATCHES -> {
        dropWatches();
        pass(request, Optional.empty());
      }
      case EXPIRED_WATCHES -> {
        watches.forEach(watch -> expired.add(watch.path()));
        streams.forEach(stream -> expired.add(stream.path()));
        dropWatches();
        pass(request, Optional.empty());
      }
    }
  }

  private void dropWatches() {
    List.copyOf(watches).forEach(watch -> watch.close());
    List.copyOf(streams).forEach(stream -> stream.connection().close());
  }

  private void die() {
    cut();
    crash.run();
  }

  private static void refuse(HttpServerRequest request, int code, String reason) {
    request
        .response()
        .setStatusCode(code)
        .putHeader("Content-Type", "application/json")
        .end(
            """
            {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
             "message": "trouble on purpose", "reason": "%s", "code": %d}
            """
                .formatted(reason, code));
  }

  private void pass(HttpServerRequest request, Optional<Blow> after) {
    if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      if (expired.remove(request.path())) {
        expire(request);
      } else {
        watch(request, after);
      }
    } else if (!CallName.isWatch(request.query())) {
      forward(request, after);
    } else if (expired.remove(request.path())) {
      request.response().putHeader("Content-Type", "application/json").end(EXPIRED);
    } else {
      stream(request, after);
    }
  }

  /** A watch without a WebSocket: the client's second try, where a handshake took too long. */
  private void stream(HttpServerRequest request, Optional<Blow> after) {
    var options = new RequestOptions().setMethod(request.method()).setURI(request.uri());
    options.setHeaders(asAdministrator(request));
    upstream
        .http()
        .request(options)
        .compose(HttpClientRequest::send)
        .onSuccess(far -> streamed(request, far, after))
        .onFailure(problem -> request.connection().close());
  }

  private void streamed(HttpServerRequest request, HttpClientResponse far, Optional<Blow> after) {
    if (after.equals(Optional.of(Blow.CRASH_AFTER))) {
      die();
    }
    if (cut || after.isPresent()) {
      far.request().connection().close();
      request.connection().close();
      return;
    }
    streams.add(request);
    var near = request.response().setChunked(true).setStatusCode(far.statusCode());
    near.headers().addAll(carriedOn(far.headers()));
    near.closeHandler(closed -> far.request().connection().close());
    far.pipeTo(near).onComplete(ended -> streams.remove(request));
  }

  private void forward(HttpServerRequest request, Optional<Blow> after) {
    var options = new RequestOptions().setMethod(request.method()).setURI(request.uri());
    options.setHeaders(asAdministrator(request));
    request
        .body()
        .compose(
            body ->
                cut
                    ? io.vertx.core.Future.<Answer>failedFuture("cut")
                    : upstream
                        .http()
                        .request(options)
                        .compose(onward -> onward.send(body))
                        .compose(Answer::read))
        .onSuccess(answer -> answered(request, answer, after))
        .onFailure(problem -> request.connection().close());
  }

  private record Answer(HttpClientResponse response, Buffer body) {
    static io.vertx.core.Future<Answer> read(HttpClientResponse response) {
      return response.body().map(body -> new Answer(response, body));
    }
  }

  private void answered(HttpServerRequest request, Answer answer, Optional<Blow> after) {
    if (after.equals(Optional.of(Blow.CRASH_AFTER))) {
      die();
    } else if (cut) {
      request.connection().close();
    } else if (after.equals(Optional.of(Blow.ERROR_AFTER))) {
      refuse(request, 500, "InternalError");
    } else {
      var response = request.response().setStatusCode(answer.response().statusCode());
      response.headers().addAll(carriedOn(answer.response().headers()));
      response.end(answer.body());
    }
  }

  private MultiMap asAdministrator(HttpServerRequest request) {
    return carriedOn(request.headers()).set("Authorization", "Bearer " + upstream.token());
  }

  private static MultiMap carriedOn(MultiMap headers) {
    var carried = MultiMap.caseInsensitiveMultiMap();
    headers.forEach(
        header -> {
          if (!OF_THE_CONNECTION.contains(header.getKey().toLowerCase(Locale.ROOT))) {
            carried.add(header.getKey(), header.getValue());
          }
        });
    return carried;
  }

  private void watch(HttpServerRequest request, Optional<Blow> after) {
    request.pause();
    var options = new WebSocketConnectOptions().setURI(request.uri());
    options.setHeaders(asAdministrator(request));
    var protocols = request.getHeader("Sec-WebSocket-Protocol");
    if (protocols != null) {
      options.setSubProtocols(List.of(protocols.split(", *", -1)));
    }
    upstream
        .webSockets()
        .connect(options)
        .onSuccess(far -> opened(request, far, after))
        .onFailure(problem -> notOpened(request, problem));
  }

  private void opened(HttpServerRequest request, WebSocket far, Optional<Blow> after) {
    far.pause();
    if (after.equals(Optional.of(Blow.CRASH_AFTER))) {
      die();
    }
    if (cut) {
      far.close();
      return;
    }
    request
        .toWebSocket()
        .onFailure(problem -> far.close())
        .onSuccess(
            near -> {
              join(near, far);
              if (after.isPresent()) {
                near.close();
              }
            });
  }

  private void join(ServerWebSocket near, WebSocket far) {
    watches.add(near);
    near.closeHandler(
        closed -> {
          watches.remove(near);
          far.close();
        });
    far.closeHandler(closed -> near.close());
    near.exceptionHandler(problem -> near.close());
    far.exceptionHandler(problem -> far.close());
    near.frameHandler(frame -> far.writeFrame(frame));
    far.frameHandler(frame -> near.writeFrame(frame));
    near.resume();
    far.resume();
  }

  private static void expire(HttpServerRequest request) {
    request
        .toWebSocket()
        .onSuccess(watch -> watch.writeTextMessage(EXPIRED).onComplete(told -> watch.close()));
  }

  private static void notOpened(HttpServerRequest request, Throwable problem) {
    if (problem instanceof UpgradeRejectedException rejected) {
      var body = rejected.getBody() == null ? Buffer.buffer() : rejected.getBody();
      request.response().setStatusCode(rejected.getStatus()).end(body);
    } else {
      request.connection().close();
    }
  }
}
