package dev.muster.runtime.http;

import static dev.muster.runtime.http.Operations.get;

import dev.muster.runtime.explain.Explanations;
import dev.muster.runtime.settings.Settings;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What the cluster and its operators may ask. */
final class ManagementRouter {
  private ManagementRouter() {}

  static Router of(
      Vertx vertx,
      Health health,
      BooleanSupplier live,
      Supplier<String> metrics,
      Explanations explanations,
      Supplier<Settings> settings) {
    var router = Router.router(vertx);
    router
        .route("/health/live")
        .handler(new Operations(get(r -> answer(r, live.getAsBoolean(), "loop"))));
    router
        .route("/health/ready")
        .handler(new Operations(get(r -> answer(r, health.isReady(), health.unhealthyNames()))));
    router.route("/metrics").handler(new Operations(get(r -> metrics(r, metrics.get()))));
    router
        .route("/v1/tickets/:ticket/explain")
        .handler(new Operations(get(new ExplainTicket(explanations, settings, () -> true, true))));
    for (int status : new int[] {400, 405, 500}) {
      router.errorHandler(status, Answers::failure);
    }
    router.errorHandler(404, request -> Answers.refuse(request, 404, "There is nothing here"));
    return router;
  }

  private static void answer(RoutingContext request, boolean up, String wrong) {
    var body = new JsonObject().put("status", up ? "UP" : "DOWN");
    Answers.send(
        request.response(),
        up ? 200 : 503,
        up ? body : body.put("message", "Not working: " + wrong));
  }

  private static void metrics(RoutingContext request, String text) {
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
        .end(text);
  }
}
