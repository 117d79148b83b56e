package dev.muster.runtime.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What can be done at one path, by method; any other method is answered with 405. */
final class Operations implements Handler<RoutingContext> {
  /** One method and what it does. */
  record Operation(HttpMethod method, Handler<RoutingContext> handler) {}

  private final Map<HttpMethod, Handler<RoutingContext>> handlers = new LinkedHashMap<>();

  Operations(Operation... operations) {
    for (var operation : operations) {
      handlers.put(operation.method(), operation.handler());
    }
  }

  static Operation get(Handler<RoutingContext> handler) {
    return new Operation(HttpMethod.GET, handler);
  }

  static Operation post(Handler<RoutingContext> handler) {
    return new Operation(HttpMethod.POST, handler);
  }

  static Operation patch(Handler<RoutingContext> handler) {
    return new Operation(HttpMethod.PATCH, handler);
  }

  static Operation delete(Handler<RoutingContext> handler) {
    return new Operation(HttpMethod.DELETE, handler);
  }

  @Override
  public void handle(RoutingContext request) {
    var handler = handlers.get(request.request().method());
    if (handler == null) {
      request.response().putHeader("Allow", allowed());
      request.fail(405);
    } else {
      handler.handle(request);
    }
  }

  private String allowed() {
    return handlers.keySet().stream().map(HttpMethod::name).collect(Collectors.joining(", "));
  }
}
