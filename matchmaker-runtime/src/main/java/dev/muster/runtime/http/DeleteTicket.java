package dev.muster.runtime.http;

import dev.muster.runtime.group.Tickets;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code DELETE /tickets/:ticket}: a player no longer wants to play, and with him his group. */
final class DeleteTicket implements Handler<RoutingContext> {
  private final Tickets tickets;

  DeleteTicket(Tickets tickets) {
    this.tickets = tickets;
  }

  @Override
  public void handle(RoutingContext request) {
    Answers.when(request, tickets.delete(request.pathParam("ticket")), Answers::noContent);
  }
}
