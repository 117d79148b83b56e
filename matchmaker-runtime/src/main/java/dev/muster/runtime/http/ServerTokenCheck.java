package dev.muster.runtime.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BiPredicate;

/**
 * Lets a game server pass that presents its own token, raw, in the Authorization header: {@code
 * ARBITRIUM_DELETE_TOKEN}, which is good for its request id and no other.
 */
final class ServerTokenCheck implements Handler<RoutingContext> {
  private final BiPredicate<String, String> accepts;

  /**
   * A check.
   *
   * @param accepts whether a request id's token is the one presented, in constant time
   */
  ServerTokenCheck(BiPredicate<String, String> accepts) {
    this.accepts = accepts;
  }

  @Override
  public void handle(RoutingContext request) {
    var presented = request.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (presented != null && accepts.test(request.pathParam("request"), presented)) {
      request.next();
    } else {
      request.response().putHeader("WWW-Authenticate", "Token");
      Answers.refuse(
          request,
          401,
          "The Authorization header must hold this server's own token,"
              + " ARBITRIUM_DELETE_TOKEN, and nothing else");
    }
  }
}
