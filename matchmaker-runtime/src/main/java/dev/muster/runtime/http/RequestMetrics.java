package dev.muster.runtime.http;

import dev.muster.runtime.metrics.HttpMetrics;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Counts requests by route and status, and how long they took. */
final class RequestMetrics implements Handler<RoutingContext> {
  private static final String ROUTE = "route";
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

  @Override
  public void handle(RoutingContext request) {
    long begun = System.nanoTime();
    request.addEndHandler(
        end ->
            metrics.answered(
                request.request().method().name(),
                request.get(ROUTE, NO_ROUTE),
                request.response().getStatusCode(),
                System.nanoTime() - begun));
    request.next();
  }
}
