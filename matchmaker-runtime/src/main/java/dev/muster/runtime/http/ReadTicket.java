package dev.muster.runtime.http;

import dev.muster.runtime.group.Tickets;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /tickets/:ticket}: how far a ticket is. */
final class ReadTicket implements Handler<RoutingContext> {
  private final Tickets tickets;

  ReadTicket(Tickets tickets) {
    this.tickets = tickets;
  }

  @Override
  public void handle(RoutingContext request) {
    tickets
        .get(request.pathParam("ticket"))
        .ifPresentOrElse(
            view -> Answers.ok(request, Shapes.ticket(view)),
            () -> Answers.notFound(request, "ticket"));
  }
}
