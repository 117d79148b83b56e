package dev.muster.runtime.http;

import dev.muster.runtime.server.GameServers;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /v1/servers/:request}: what a game server may know of itself. */
final class ReadServer implements Handler<RoutingContext> {
  private final GameServers servers;

  ReadServer(GameServers servers) {
    this.servers = servers;
  }

  @Override
  public void handle(RoutingContext request) {
    servers
        .withRequestId(request.pathParam("request"))
        .ifPresentOrElse(
            server -> Answers.ok(request, Shapes.server(server)),
            () -> Answers.notFound(request, "server"));
  }
}
