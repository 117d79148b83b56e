package dev.muster.runtime.http;

import static dev.muster.runtime.http.Operations.delete;
import static dev.muster.runtime.http.Operations.get;
import static dev.muster.runtime.http.Operations.patch;
import static dev.muster.runtime.http.Operations.post;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.regex.Pattern;

/** What game clients may ask, path by path. */
final class PublicRouter {
  /** The most bytes that a body can have. */
  static final int BODY_LIMIT = 64 * 1_024;

  private static final int[] REFUSED_BY_ROUTER = {400, 401, 404, 405, 413, 414, 431, 500};

  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  private final Router router;

  private PublicRouter(Vertx vertx) {
    this.router = Router.router(vertx);
  }

  static Router of(Vertx vertx, PublicApi api, Shared shared) {
    var paths = new PublicRouter(vertx);
    var settings = api.settings();
    var documentation = shared.documentation();
    var streams = shared.streams();
    paths.router.route().failureHandler(Answers::failure);
    var tokenCheck = new TokenCheck(api.tokens());
    paths
        .router
        .route()
        .handler(new RequestMetrics(api.metrics()))
        .handler(new Cors(settings))
        .handler(PublicRouter::checkPath)
        .handler(new Callers(settings))
        .handler(new RateCheck(shared.limits(), tokenCheck));
    paths.at("/monitor", get(request -> Answers.ok(request, Shapes.monitor(api.health()))));
    paths.at("/", get(documentation::page));
    paths.at("/swagger/v1/swagger.json", get(documentation::document));
    paths.at("/swagger/ui/:file", get(documentation::file));

    paths.router.route().handler(new StartCheck(api.health()));
    paths.at(
        "/v1/servers/:request",
        new ServerTokenCheck(api.serverTokens()),
        get(new ReadServer(api.servers())),
        delete(new StopServer(api.servers())));

    paths.router.route().handler(tokenCheck);
    // Before bodies are read: a WebSocket has none.
    paths.at(
        "/v1/tickets/:ticket/events",
        get(new FollowTicket(api.tickets(), api.held(), streams, tokenCheck)));
    paths.at(
        "/v1/groups/:group/events",
        get(new FollowGroup(api.groups(), api.held(), streams, tokenCheck)));
    paths.at("/v1/stats", get(shared.statistics()));
    paths.router.route().handler(PublicRouter::ignoreContentType);
    paths.router.route().handler(body()).handler(new ExpectedForms(api.loop()));
    paths.at(
        "/locations/beacons",
        get(request -> Answers.ok(request, Shapes.beacons(settings.get().beacons()))));
    paths.at("/tickets", post(new CreateTicket(api.tickets())));
    paths.at(
        "/tickets/:ticket",
        get(new ReadTicket(api.tickets(), api.held())),
        delete(new DeleteTicket(api.tickets())));
    paths.at(
        "/v1/tickets/:ticket/explain",
        get(
            new ExplainTicket(
                api.explanations(), settings, () -> settings.get().explain(), false)));
    paths.at("/group-tickets", post(new CreateGroupTickets(api.tickets())));
    paths.at("/groups", post(new CreateGroup(api.groups())));
    paths.at(
        "/groups/:group",
        get(new ReadGroup(api.groups(), api.held())),
        delete(new DeleteGroup(api.groups())));
    paths.at("/groups/:group/members", post(new JoinGroup(api.groups())));
    paths.at(
        "/groups/:group/members/:member",
        get(new ReadMember(api.groups(), api.held())),
        patch(new UpdateMember(api.groups())),
        delete(new DeleteMember(api.groups())));
    paths.at("/backfills", tokenCheck::requireServer, post(new CreateBackfill(api.backfills())));
    paths.at(
        "/backfills/:backfill",
        tokenCheck::requireServer,
        get(new ReadBackfill(api.backfills())),
        delete(new DeleteBackfill(api.backfills())));
    paths.at(
        "/inspect/tickets",
        get(
            new Inspect<>(
                settings, api.inspection()::tickets, view -> Shapes.ticket(view, api.held()))));
    paths.at(
        "/inspect/matches", get(new Inspect<>(settings, api.inspection()::matches, Shapes::match)));

    for (int status : REFUSED_BY_ROUTER) {
      paths.router.errorHandler(status, Answers::failure);
    }
    return paths.router;
  }

  private void at(String path, Operations.Operation... operations) {
    at(path, RoutingContext::next, operations);
  }

  /** A path with a check of its own before its operations. */
  private void at(String path, Handler<RoutingContext> check, Operations.Operation... operations) {
    router
        .route(path)
        .handler(request -> RequestMetrics.routed(request, path))
        .handler(check)
        .handler(new Operations(operations));
  }

  /** The router itself trips over a path that cannot be decoded, sooner or later. */
  private static void checkPath(RoutingContext request) {
    if (BROKEN_ESCAPE.matcher(request.request().path()).find()) {
      Answers.refuse(
          request,
          400,
          "The request's path cannot be decoded: two hexadecimal digits were expected after %");
      return;
    }
    try {
      request.normalizedPath();
    } catch (IllegalArgumentException e) {
      Answers.refuse(request, 400, "The request's path cannot be decoded: " + e.getMessage());
      return;
    }
    request.next();
  }

  /** Every body here is JSON, whatever a client says of it, and a form must not be parsed. */
  private static void ignoreContentType(RoutingContext request) {
    request.request().headers().remove(HttpHeaders.CONTENT_TYPE);
    request.next();
  }

  private static BodyHandler body() {
    return BodyHandler.create(false).setBodyLimit(BODY_LIMIT);
  }
}
