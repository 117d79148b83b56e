package dev.muster.runtime.http;

import dev.muster.runtime.explain.Explanations;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BooleanSupplier;

/** {@code GET /v1/tickets/:ticket/explain}: why a ticket waits. */
final class ExplainTicket implements Handler<RoutingContext> {
  private final Explanations explanations;
  private final BooleanSupplier allowed;
  private final boolean withIds;

  /**
   * For one port.
   *
   * @param allowed whether it may be asked there now; otherwise there is nothing
   * @param withIds whether the ids of others' tickets are told. Knowing one is a right
   */
  ExplainTicket(Explanations explanations, BooleanSupplier allowed, boolean withIds) {
    this.explanations = explanations;
    this.allowed = allowed;
    this.withIds = withIds;
  }

  @Override
  public void handle(RoutingContext request) {
    if (!allowed.getAsBoolean()) {
      request.fail(404);
      return;
    }
    var shape = new ExplanationShape(withIds);
    Answers.when(
        request,
        explanations.of(request.pathParam("ticket")),
        (r, explanation) -> Answers.ok(r, shape.of(explanation)));
  }
}
