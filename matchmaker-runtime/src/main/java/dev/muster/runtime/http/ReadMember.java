package dev.muster.runtime.http;

import dev.muster.runtime.group.Groups;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /groups/:group/members/:member}: how far a player is. */
final class ReadMember implements Handler<RoutingContext> {
  private final Groups groups;

  ReadMember(Groups groups) {
    this.groups = groups;
  }

  @Override
  public void handle(RoutingContext request) {
    groups
        .member(request.pathParam("group"), request.pathParam("member"))
        .ifPresentOrElse(
            view -> Answers.ok(request, Shapes.member(view)),
            () -> Answers.notFound(request, "member"));
  }
}
