package dev.muster.runtime.http;

import dev.muster.runtime.group.Groups;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /groups/:group}: how far a group is. */
final class ReadGroup implements Handler<RoutingContext> {
  private final Groups groups;

  ReadGroup(Groups groups) {
    this.groups = groups;
  }

  @Override
  public void handle(RoutingContext request) {
    groups
        .group(request.pathParam("group"))
        .ifPresentOrElse(
            view -> Answers.ok(request, Shapes.group(view)),
            () -> Answers.notFound(request, "group"));
  }
}
