package dev.muster.runtime.http;

import dev.muster.runtime.group.Groups;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code POST /groups}: a player makes a group that others can join. */
final class CreateGroup implements Handler<RoutingContext> {
  private final Groups groups;

  CreateGroup(Groups groups) {
    this.groups = groups;
  }

  @Override
  public void handle(RoutingContext request) {
    var body = JsonBody.of(request);
    Answers.when(
        request,
        groups.create(body.ticket(), body.flag("is_ready")),
        (answer, view) -> Answers.created(answer, Shapes.member(view)));
  }
}
