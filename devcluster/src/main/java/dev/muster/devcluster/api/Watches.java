package dev.muster.devcluster.api;

import dev.muster.devcluster.registry.Registry;
import dev.muster.devcluster.store.StatusException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/** Streams watches to clients, as lines of a chunked answer or as the messages of a WebSocket. */
final class Watches {
  private static final long BOOKMARK_MILLIS = 60_000;
  private static final long SHORTEST_DEFAULT_MILLIS = 1_800_000;

  private final Vertx vertx;
  private final Registry registry;

  Watches(Vertx vertx, Registry registry) {
    this.vertx = vertx;
    this.registry = registry;
  }

  void answer(HttpServerRequest request, Call call, Target target) {
    Watching watching;
    try {
      watching = new Watching(registry, call, target.kind(), target.namespace());
    } catch (StatusException e) {
      ApiServer.send(request, Front.refusal(e));
      return;
    }
    if (request.headers().contains("Upgrade", "websocket", true)) {
      request.toWebSocket().onSuccess(socket -> run(new SocketSink(socket), call, watching));
    } else {
      run(new LineSink(request), call, watching);
    }
  }

  private void run(Sink sink, Call call, Watching watching) {
    new Run(vertx, vertx.getOrCreateContext(), sink, watching).begin(timeoutMillis(call));
  }

  private static long timeoutMillis(Call call) {
    var text = call.param("timeoutSeconds");
    return text.matches("[1-9][0-9]{0,8}")
        ? Long.parseLong(text) * 1000
        : SHORTEST_DEFAULT_MILLIS + ThreadLocalRandom.current().nextLong(SHORTEST_DEFAULT_MILLIS);
  }

  /** Where lines go. */
  interface Sink {
    void write(String line);

    boolean isFull();

    void onDrain(Runnable action);

    void onClose(Runnable action);

    void refuse(StatusException refusal);

    void begin();

    void end();
  }

  /** A running watch; its methods run on the connection's context. */
  private static final class Run {
    private final Vertx vertx;
    private final Context context;
    private final Sink sink;
    private final Watching watching;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private boolean ended;
    private long timeout;
    private long bookmarks;

    Run(Vertx vertx, Context context, Sink sink, Watching watching) {
      this.vertx = vertx;
      this.context = context;
      this.sink = sink;
      this.watching = watching;
    }

    void begin(long timeoutMillis) {
      sink.onClose(this::finish);
      sink.onDrain(this::drain);
      try {
        watching.start(this::wake);
        sink.begin();
      } catch (StatusException e) {
        sink.refuse(e);
        finish();
        return;
      }
      timeout = vertx.setTimer(timeoutMillis, id -> end());
      bookmarks = vertx.setPeriodic(BOOKMARK_MILLIS, id -> bookmark());
    }

    private void wake() {
      if (scheduled.compareAndSet(false, true)) {
        context.runOnContext(
            ignored -> {
              scheduled.set(false);
              drain();
            });
      }
    }

    private void drain() {
      writeOut();
      if (!ended && watching.isOver()) {
        end();
      }
    }

    private void writeOut() {
      while (!ended && !sink.isFull()) {
        var line = watching.next();
        if (line == null) {
          break;
        }
        sink.write(line);
      }
    }

    private void bookmark() {
      var line = watching.bookmark();
      if (line != null && !ended && !sink.isFull()) {
        sink.write(line);
      }
    }

    private void end() {
      if (!ended) {
        writeOut();
        finish();
        sink.end();
      }
    }

    private void finish() {
      ended = true;
      watching.close();
      vertx.cancelTimer(timeout);
      vertx.cancelTimer(bookmarks);
    }
  }

  private record LineSink(HttpServerRequest request) implements Sink {
    @Override
    public void begin() {
      var response = request.response();
      response.setChunked(true).putHeader("Content-Type", "application/json");
      response.putHeader("Cache-Control", "no-cache, private");
      // Clients wait for the head before they wait for changes, and some of them without a limit.
      response.writeHead();
    }

    @Override
    public void write(String line) {
      request.response().write(line);
    }

    @Override
    public boolean isFull() {
      return request.response().writeQueueFull();
    }

    @Override
    public void onDrain(Runnable action) {
      request.response().drainHandler(ignored -> action.run());
    }

    @Override
    public void onClose(Runnable action) {
      request.response().closeHandler(ignored -> action.run());
      request.response().exceptionHandler(ignored -> action.run());
    }

    @Override
    public void refuse(StatusException refusal) {
      request.response().setChunked(false);
      ApiServer.send(request, Front.refusal(refusal));
    }

    @Override
    public void end() {
      request.response().end();
    }
  }

  private record SocketSink(ServerWebSocket socket) implements Sink {
    @Override
    public void begin() {}

    @Override
    public void write(String line) {
      socket.writeTextMessage(line);
    }

    @Override
    public boolean isFull() {
      // A closed one refuses to tell, and may be closed before its handler has been called.
      return socket.isClosed() || socket.writeQueueFull();
    }

    @Override
    public void onDrain(Runnable action) {
      socket.drainHandler(ignored -> action.run());
    }

    @Override
    public void onClose(Runnable action) {
      socket.closeHandler(ignored -> action.run());
    }

    @Override
    public void refuse(StatusException refusal) {
      socket.close((short) 1011, refusal.getMessage());
    }

    @Override
    public void end() {
      socket.close();
    }
  }
}
