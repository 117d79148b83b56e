package dev.muster.runtime.http;

import dev.muster.runtime.group.Groups;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code DELETE /groups/:group/members/:member}: a player leaves a group. */
final class DeleteMember implements Handler<RoutingContext> {
  private final Groups groups;

  DeleteMember(Groups groups) {
    this.groups = groups;
  }

  @Override
  public void handle(RoutingContext request) {
    Answers.when(
        request,
        groups.leave(request.pathParam("group"), request.pathParam("member")),
        Answers::noContent);
  }
}
