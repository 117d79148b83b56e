package dev.muster.runtime.http;

import dev.muster.runtime.group.Groups;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code PATCH /groups/:group/members/:member}: a player is ready, or no longer. */
final class UpdateMember implements Handler<RoutingContext> {
  private final Groups groups;

  UpdateMember(Groups groups) {
    this.groups = groups;
  }

  @Override
  public void handle(RoutingContext request) {
    boolean ready = JsonBody.of(request).requiredFlag("is_ready");
    Answers.when(
        request,
        groups.setReady(request.pathParam("group"), request.pathParam("member"), ready),
        (answer, view) -> Answers.ok(answer, Shapes.member(view)));
  }
}
