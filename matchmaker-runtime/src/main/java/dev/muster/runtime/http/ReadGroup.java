package dev.muster.runtime.http;

import dev.muster.runtime.group.Groups;
import dev.muster.runtime.server.HeldMatches;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /groups/:group}: how far a group is. */
final class ReadGroup implements Handler<RoutingContext> {
  private final Groups groups;
  private final HeldMatches held;

  ReadGroup(Groups groups, HeldMatches held) {
    this.groups = groups;
    this.held = held;
  }

  @Override
  public void handle(RoutingContext request) {
    groups
        .group(request.pathParam("group"))
        .ifPresentOrElse(
            view -> Answers.ok(request, Shapes.group(view, held)),
            () -> Answers.notFound(request, "group"));
  }
}
