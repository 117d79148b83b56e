package dev.muster.runtime.http;

import dev.muster.runtime.group.Tickets;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code POST /tickets}: a player searches alone. */
final class CreateTicket implements Handler<RoutingContext> {
  private final Tickets tickets;

  CreateTicket(Tickets tickets) {
    this.tickets = tickets;
  }

  @Override
  public void handle(RoutingContext request) {
    Answers.when(
        request,
        tickets.create(JsonBody.of(request).ticket()),
        (answer, view) -> Answers.created(answer, Shapes.ticket(view)));
  }
}
