package dev.muster.runtime.http;

import dev.muster.runtime.settings.Settings;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/**
 * Lets web pages of the allowed origins call, as the Fetch standard has it. A preflight needs no
 * token. The origins are read anew for each request, since they may change.
 */
final class Cors implements Handler<RoutingContext> {
  private static final String METHODS = "GET, POST, PATCH, DELETE";
  private static final String HEADERS = "Authorization, Content-Type, Last-Event-ID";
  private static final String SECONDS = "600";

  private final Supplier<Settings> settings;

  Cors(Supplier<Settings> settings) {
    this.settings = settings;
  }

  @Override
  public void handle(RoutingContext context) {
    var request = context.request();
    var origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin == null) {
      context.next();
      return;
    }
    var response = context.response().putHeader(HttpHeaders.VARY, "Origin");
    boolean allowed = Origins.allow(settings.get().allowedCorsOrigins(), origin);
    if (allowed) {
      response
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
          .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, "Retry-After");
    }
    if (isPreflight(context)) {
      preflight(context, allowed);
    } else {
      context.next();
    }
  }

  private static boolean isPreflight(RoutingContext context) {
    return context.request().method().equals(HttpMethod.OPTIONS)
        && context.request().headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
  }

  private static void preflight(RoutingContext context, boolean allowed) {
    if (allowed) {
      context
          .response()
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS)
          .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, SECONDS);
    }
    context.response().setStatusCode(204).end();
  }
}
