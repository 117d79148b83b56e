package dev.muster.runtime.http;

import dev.muster.runtime.group.Groups;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code POST /groups/:group/members}: a player joins a group. */
final class JoinGroup implements Handler<RoutingContext> {
  private final Groups groups;

  JoinGroup(Groups groups) {
    this.groups = groups;
  }

  @Override
  public void handle(RoutingContext request) {
    var body = JsonBody.of(request);
    Answers.when(
        request,
        groups.join(request.pathParam("group"), body.ticket(), body.flag("is_ready")),
        (answer, view) -> Answers.created(answer, Shapes.member(view)));
  }
}
