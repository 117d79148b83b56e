package dev.muster.runtime.http;

import dev.muster.runtime.group.Tickets;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code POST /group-tickets}: players search together at once. */
final class CreateGroupTickets implements Handler<RoutingContext> {
  private final Tickets tickets;

  CreateGroupTickets(Tickets tickets) {
    this.tickets = tickets;
  }

  @Override
  public void handle(RoutingContext request) {
    var requests =
        JsonBody.of(request).objects("player_tickets").stream().map(JsonBody::ticket).toList();
    Answers.when(
        request,
        tickets.createGroup(requests),
        (answer, views) -> Answers.created(answer, Shapes.tickets(views)));
  }
}
