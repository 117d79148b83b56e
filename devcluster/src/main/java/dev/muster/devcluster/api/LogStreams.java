package dev.muster.devcluster.api;

import dev.muster.devcluster.registry.Registry;
import dev.muster.devcluster.store.Cause;
import dev.muster.devcluster.store.Refusal;
import dev.muster.devcluster.store.StatusException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Streams the logs of pods to clients, each on a thread of its own. */
final class LogStreams {
  private static final Logger LOG = LoggerFactory.getLogger(LogStreams.class);
  private static final int CHUNK = 16 * 1024;
  private static final int CONCURRENT = 200;

  private final Vertx vertx;
  private final Registry registry;
  private final Clock clock;
  private final Semaphore places = new Semaphore(CONCURRENT);
  private volatile PodLogs source =
      request -> {
        throw Refusal.notImplemented("pod logs without a node");
      };

  LogStreams(Vertx vertx, Registry registry, Clock clock) {
    this.vertx = vertx;
    this.registry = registry;
    this.clock = clock;
  }

  void source(PodLogs given) {
    source = given;
  }

  void answer(HttpServerRequest request, Call call, Target target) {
    registry.read(target.kind(), target.namespace(), target.name());
    if (!places.tryAcquire()) {
      throw Refusal.of(
          429, "TooManyRequests", "too many logs are being read, try again later", null);
    }
    var thread = new Thread(() -> run(request, call, target), "log-" + target.name());
    thread.setDaemon(true);
    thread.start();
  }

  private void run(HttpServerRequest request, Call call, Target target) {
    try (InputStream log = source.open(wanted(call, target)).orElse(null)) {
      if (log == null) {
        on(() -> request.response().setStatusCode(204).end());
        return;
      }
      request.response().closeHandler(ignored -> close(log));
      copy(log, request);
    } catch (StatusException e) {
      on(() -> ApiServer.send(request, Front.refusal(e)));
    } catch (IOException | RuntimeException e) {
      LOG.atDebug().addKeyValue("pod", target.name()).setCause(e).log("log stream ended");
      on(() -> request.response().reset());
    } finally {
      places.release();
    }
  }

  private void on(Runnable action) {
    vertx.runOnContext(ignored -> action.run());
  }

  private static void close(InputStream log) {
    try {
      log.close();
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("log not closed");
    }
  }

  private static void copy(InputStream log, HttpServerRequest request) throws IOException {
    var response = request.response();
    response.setChunked(true).putHeader("Content-Type", "text/plain");
    response.putHeader("Cache-Control", "no-cache, private");
    var chunk = new byte[CHUNK];
    response.writeHead();
    for (int read = log.read(chunk); read >= 0; read = log.read(chunk)) {
      if (response.closed()) {
        return;
      }
      response.write(Buffer.buffer().appendBytes(chunk, 0, read)).await();
    }
    response.end().await();
  }

  private PodLogs.Request wanted(Call call, Target target) {
    return new PodLogs.Request(
        target.namespace(),
        target.name(),
        call.param("container").isEmpty() ? null : call.param("container"),
        call.flag("follow"),
        call.flag("previous"),
        call.flag("timestamps"),
        number(call, target, "tailLines", 0),
        number(call, target, "limitBytes", 1),
        since(call, target));
  }

  private static OptionalLong number(Call call, Target target, String name, long least) {
    var text = call.param(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!text.matches("-?[0-9]{1,18}")) {
      throw Refusal.badRequest("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
    }
    long value = Long.parseLong(text);
    if (value < least) {
      var detail = "must be greater than " + (least == 0 ? "or equal to 0" : "0");
      throw Refusal.invalid(
          "", "PodLogOptions", target.name(), List.of(Cause.invalid(name, text, detail)));
    }
    return OptionalLong.of(value);
  }

  private Instant since(Call call, Target target) {
    var seconds = number(call, target, "sinceSeconds", 1);
    if (seconds.isPresent()) {
      return clock.instant().minusSeconds(seconds.getAsLong());
    }
    try {
      return call.param("sinceTime").isEmpty() ? null : Instant.parse(call.param("sinceTime"));
    } catch (DateTimeException e) {
      throw Refusal.badRequest(
          "sinceTime is " + call.param("sinceTime") + ", expected a time as of RFC 3339");
    }
  }
}
