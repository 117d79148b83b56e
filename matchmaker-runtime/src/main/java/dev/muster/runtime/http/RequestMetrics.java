package dev.muster.runtime.http;

import dev.muster.runtime.metrics.HttpMetrics;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.function.IntConsumer;

/** Counts requests by route and status, and how long they took. */
final class RequestMetrics implements Handler<RoutingContext> {
  private static final String ROUTE = "route";
  private static final String COUNT = "count";
  private static final String NO_ROUTE = "none";

  private final HttpMetrics metrics;

  RequestMetrics(HttpMetrics metrics) {
    this.metrics = metrics;
  }

  /** Says which route a request took: its pattern, not its path, of which there is no end. */
  static void routed(RoutingContext request, String route) {
    request.put(ROUTE, route);
    request.next();
  }

  /** Says that the answer has begun and may take as long as it likes: it is counted now. */
  static void opened(RoutingContext request, int status) {
    count(request, status);
  }

  @Override
  public void handle(RoutingContext request) {
    long begun = System.nanoTime();
    IntConsumer count =
        status ->
            metrics.answered(
                request.request().method().name(),
                request.get(ROUTE, NO_ROUTE),
                status,
                System.nanoTime() - begun);
    request.put(COUNT, count);
    request.addEndHandler(end -> count(request, request.response().getStatusCode()));
    request.next();
  }

  private static void count(RoutingContext request, int status) {
    IntConsumer count = request.remove(COUNT);
    if (count != null) {
      count.accept(status);
    }
  }
}
