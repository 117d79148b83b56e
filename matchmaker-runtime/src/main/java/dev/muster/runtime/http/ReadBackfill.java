package dev.muster.runtime.http;

import dev.muster.runtime.group.Backfills;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /backfills/:backfill}: whether a group comes to a game server. */
final class ReadBackfill implements Handler<RoutingContext> {
  private final Backfills backfills;

  ReadBackfill(Backfills backfills) {
    this.backfills = backfills;
  }

  @Override
  public void handle(RoutingContext request) {
    backfills
        .get(request.pathParam("backfill"))
        .ifPresentOrElse(
            backfill -> Answers.ok(request, BackfillShapes.backfill(backfill)),
            () -> Answers.notFound(request, "backfill"));
  }
}
