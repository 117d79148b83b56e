package dev.muster.runtime.http;

import dev.muster.runtime.group.Tickets;
import dev.muster.runtime.server.HeldMatches;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /tickets/:ticket}: how far a ticket is. */
final class ReadTicket implements Handler<RoutingContext> {
  private final Tickets tickets;
  private final HeldMatches held;

  ReadTicket(Tickets tickets, HeldMatches held) {
    this.tickets = tickets;
    this.held = held;
  }

  @Override
  public void handle(RoutingContext request) {
    tickets
        .get(request.pathParam("ticket"))
        .ifPresentOrElse(
            view -> Answers.ok(request, Shapes.ticket(view, held)),
            () -> Answers.notFound(request, "ticket"));
  }
}
