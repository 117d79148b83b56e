package dev.muster.runtime.http;

import dev.muster.runtime.server.GameServers;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code DELETE /v1/servers/:request}: a game server ends itself. */
final class StopServer implements Handler<RoutingContext> {
  private final GameServers servers;

  StopServer(GameServers servers) {
    this.servers = servers;
  }

  @Override
  public void handle(RoutingContext request) {
    Future.fromCompletionStage(
            servers.stop(request.pathParam("request")), request.vertx().getOrCreateContext())
        .onSuccess(stopping -> answer(request, stopping))
        .onFailure(request::fail);
  }

  private static void answer(RoutingContext request, GameServers.Stopping stopping) {
    switch (stopping) {
      case ACCEPTED -> Answers.accepted(request, "The server is being ended");
      case UNKNOWN -> Answers.notFound(request, "server");
      case AWAY ->
          Answers.tryAgain(request, "The cluster cannot be told just now; try again in a moment");
    }
  }
}
