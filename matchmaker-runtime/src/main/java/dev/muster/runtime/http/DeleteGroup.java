package dev.muster.runtime.http;

import dev.muster.runtime.group.Groups;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code DELETE /groups/:group}: nobody in a group wants to play any more. */
final class DeleteGroup implements Handler<RoutingContext> {
  private final Groups groups;

  DeleteGroup(Groups groups) {
    this.groups = groups;
  }

  @Override
  public void handle(RoutingContext request) {
    Answers.when(request, groups.delete(request.pathParam("group")), Answers::noContent);
  }
}
