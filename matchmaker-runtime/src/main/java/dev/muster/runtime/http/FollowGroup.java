package dev.muster.runtime.http;

import dev.muster.runtime.group.Groups;
import dev.muster.runtime.server.HeldMatches;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /v1/groups/:group/events}: how far a group is, whenever it gets further. */
final class FollowGroup implements Handler<RoutingContext> {
  private final Groups groups;
  private final HeldMatches held;
  private final EventStreams streams;
  private final TokenCheck tokens;

  FollowGroup(Groups groups, HeldMatches held, EventStreams streams, TokenCheck tokens) {
    this.groups = groups;
    this.held = held;
    this.streams = streams;
    this.tokens = tokens;
  }

  @Override
  public void handle(RoutingContext request) {
    var id = request.pathParam("group");
    if (groups.group(id).isEmpty()) {
      Answers.notFound(request, "group");
    } else {
      streams.open(
          request,
          new Subject("group", id, () -> groups.group(id).map(now -> Shapes.group(now, held))),
          tokens);
    }
  }
}
