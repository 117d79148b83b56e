package dev.muster.runtime.http;

import dev.muster.runtime.loop.Loop;
import dev.muster.runtime.stats.Statistics;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code GET /v1/stats}: who waits, and how long others waited. Written once a second at most,
 * however many ask; one for all event loops.
 */
final class ReadStatistics implements Handler<RoutingContext> {
  private static final long KEPT_MILLIS = 1_000;

  private record Written(long atMillis, Buffer json) {
    boolean isFresh(long nowMillis) {
      return nowMillis >= atMillis && nowMillis - atMillis < KEPT_MILLIS;
    }
  }

  private final Loop loop;
  private final Statistics statistics;
  private volatile Written written = new Written(Long.MAX_VALUE, Buffer.buffer());

  ReadStatistics(Loop loop, Statistics statistics) {
    this.loop = loop;
    this.statistics = statistics;
  }

  @Override
  public void handle(RoutingContext request) {
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "private, max-age=1")
        .end(json());
  }

  private Buffer json() {
    long now = statistics.nowMillis();
    var known = written;
    return known.isFresh(now) ? known.json() : write(now);
  }

  private synchronized Buffer write(long nowMillis) {
    if (!written.isFresh(nowMillis)) {
      var queues = statistics.read(loop.standings().values());
      written = new Written(nowMillis, StatisticsShapes.all(queues).toBuffer());
    }
    return written.json();
  }
}
