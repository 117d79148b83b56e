package dev.muster.runtime.http;

import dev.muster.runtime.group.Backfills;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code POST /backfills}: a game server asks for one more group. */
final class CreateBackfill implements Handler<RoutingContext> {
  private final Backfills backfills;

  CreateBackfill(Backfills backfills) {
    this.backfills = backfills;
  }

  @Override
  public void handle(RoutingContext request) {
    Answers.when(
        request,
        backfills.create(BackfillBody.of(JsonBody.of(request))),
        (answer, backfill) -> Answers.created(answer, BackfillShapes.backfill(backfill)));
  }
}
