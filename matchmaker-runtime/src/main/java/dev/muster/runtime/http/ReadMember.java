package dev.muster.runtime.http;

import dev.muster.runtime.group.Groups;
import dev.muster.runtime.server.HeldMatches;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /groups/:group/members/:member}: how far a player is. */
final class ReadMember implements Handler<RoutingContext> {
  private final Groups groups;
  private final HeldMatches held;

  ReadMember(Groups groups, HeldMatches held) {
    this.groups = groups;
    this.held = held;
  }

  @Override
  public void handle(RoutingContext request) {
    groups
        .member(request.pathParam("group"), request.pathParam("member"))
        .ifPresentOrElse(
            view -> Answers.ok(request, Shapes.member(view, held)),
            () -> Answers.notFound(request, "member"));
  }
}
