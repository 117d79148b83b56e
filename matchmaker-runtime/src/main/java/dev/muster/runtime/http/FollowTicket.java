package dev.muster.runtime.http;

import dev.muster.runtime.group.Tickets;
import dev.muster.runtime.server.HeldMatches;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /v1/tickets/:ticket/events}: how far a ticket is, whenever it gets further. */
final class FollowTicket implements Handler<RoutingContext> {
  private final Tickets tickets;
  private final HeldMatches held;
  private final EventStreams streams;
  private final TokenCheck tokens;

  FollowTicket(Tickets tickets, HeldMatches held, EventStreams streams, TokenCheck tokens) {
    this.tickets = tickets;
    this.held = held;
    this.streams = streams;
    this.tokens = tokens;
  }

  @Override
  public void handle(RoutingContext request) {
    var id = request.pathParam("ticket");
    tickets
        .get(id)
        .map(
            view ->
                new Subject(
                    "ticket",
                    view.group().id(),
                    () -> tickets.get(id).map(now -> Shapes.ticket(now, held))))
        .ifPresentOrElse(
            subject -> streams.open(request, subject, tokens),
            () -> Answers.notFound(request, "ticket"));
  }
}
