package dev.muster.runtime.http;

import dev.muster.runtime.explain.Explanations;
import dev.muster.runtime.settings.Settings;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** {@code GET /v1/tickets/:ticket/explain}: why a ticket waits. */
final class ExplainTicket implements Handler<RoutingContext> {
  private final Explanations explanations;
  private final BooleanSupplier allowed;
  private final boolean withIds;
  private final Supplier<Settings> settings;

  /**
   * For one port.
   *
   * @param allowed whether it may be asked there now; otherwise there is nothing
   * @param withIds whether the ids of others' tickets are told. Knowing one is a right
   */
  ExplainTicket(
      Explanations explanations,
      Supplier<Settings> settings,
      BooleanSupplier allowed,
      boolean withIds) {
    this.explanations = explanations;
    this.settings = settings;
    this.allowed = allowed;
    this.withIds = withIds;
  }

  @Override
  public void handle(RoutingContext request) {
    if (!allowed.getAsBoolean()) {
      request.fail(404);
      return;
    }
    var shape = new ExplanationShape(withIds, cities());
    Answers.when(
        request,
        explanations.of(request.pathParam("ticket")),
        (r, explanation) -> Answers.ok(r, shape.of(explanation)));
  }

  private List<String> cities() {
    return settings.get().beacons().stream().map(beacon -> beacon.location().city()).toList();
  }
}
