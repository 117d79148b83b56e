package dev.muster.runtime.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * Asks clients to come back while it is not known yet what there was before this process began: to
 * be told 404 would end a player's search, whose ticket is about to be found again.
 */
final class StartCheck implements Handler<RoutingContext> {
  private final Health health;

  StartCheck(Health health) {
    this.health = health;
  }

  @Override
  public void handle(RoutingContext request) {
    if (health.hasBegun()) {
      request.next();
    } else {
      Answers.tryAgain(
          request,
          "This process has just been started and does not know its queues yet; try again in a"
              + " moment");
    }
  }
}
