package dev.muster.runtime.http;

import dev.muster.runtime.group.Backfills;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code DELETE /backfills/:backfill}: a game server needs no more players. */
final class DeleteBackfill implements Handler<RoutingContext> {
  private final Backfills backfills;

  DeleteBackfill(Backfills backfills) {
    this.backfills = backfills;
  }

  @Override
  public void handle(RoutingContext request) {
    Answers.when(request, backfills.delete(request.pathParam("backfill")), Answers::noContent);
  }
}
