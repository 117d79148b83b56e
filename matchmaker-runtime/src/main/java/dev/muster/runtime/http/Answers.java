package dev.muster.runtime.http;

import dev.muster.api.ticket.InvalidTicket;
import dev.muster.runtime.group.Outcome;
import dev.muster.runtime.loop.LoopStopped;
import dev.muster.runtime.loop.Overloaded;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one table from what happened to what the client is told. */
final class Answers {
  /** Seconds after which a client may try again; clients read it as a number. */
  private static final String RETRY_AFTER = "1";

  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  /**
   * Answers on the request's own context once the loop has.
   *
   * @param done what to answer when it was done
   */
  static <T> void when(
      RoutingContext request,
      CompletionStage<Outcome<T>> answer,
      BiConsumer<RoutingContext, T> done) {
    Future.fromCompletionStage(answer, request.vertx().getOrCreateContext())
        .onSuccess(outcome -> of(request, outcome, done))
        .onFailure(request::fail);
  }

  static <T> void of(
      RoutingContext request, Outcome<T> outcome, BiConsumer<RoutingContext, T> done) {
    if (outcome instanceof Outcome.Done<T> it) {
      done.accept(request, it.value());
    } else if (outcome instanceof Outcome.Invalid<T> it) {
      refuse(request, 400, InvalidRequest.message(it.problems()));
    } else if (outcome instanceof Outcome.NotFound<T> it) {
      notFound(request, it.what());
    } else if (outcome instanceof Outcome.Conflict<T> it) {
      refuse(request, 409, it.message());
    } else if (outcome instanceof Outcome.NoRoom<T> it) {
      tryAgain(request, it.message());
    } else {
      throw new AssertionError(outcome);
    }
  }

  /** Answers what a handler threw, or what the router found out by itself. */
  static void failure(RoutingContext request) {
    var cause = request.failure();
    if (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (request.response().headWritten()) {
      request.response().reset();
    } else if (cause instanceof InvalidRequest || cause instanceof InvalidTicket) {
      LOG.atDebug().addKeyValue("path", request.request().path()).log(cause.getMessage());
      refuse(request, 400, cause.getMessage());
    } else if (cause instanceof Overloaded || cause instanceof LoopStopped) {
      tryAgain(request, "Too much is going on; try again in a moment");
    } else {
      failure(request, cause);
    }
  }

  private static void failure(RoutingContext request, Throwable cause) {
    int status = request.statusCode();
    if (status >= 400 && status < 500) {
      refuse(request, status, Refusals.message(status));
      return;
    }
    LOG.atError().setCause(cause).addKeyValue("path", request.request().path()).log("Failed");
    refuse(request, 500, "Something went wrong here; it has been logged");
  }

  static void ok(RoutingContext request, JsonObject body) {
    send(request.response(), 200, body);
  }

  static void created(RoutingContext request, JsonObject body) {
    send(request.response(), 201, body);
  }

  static void accepted(RoutingContext request, String message) {
    send(request.response(), 202, message(message));
  }

  static <T> void noContent(RoutingContext request, T nothing) {
    request.response().setStatusCode(204).end();
  }

  static void notFound(RoutingContext request, String what) {
    send(request.response(), 404, notFound(what));
  }

  static JsonObject notFound(String what) {
    return message("There is no such " + what + ", or not any more");
  }

  static void refuse(RoutingContext request, int status, String message) {
    send(request.response(), status, message(message));
  }

  private static JsonObject message(String message) {
    return new JsonObject().put("message", message);
  }

  static void tooMany(RoutingContext request, long retryAfterSeconds, String message) {
    request.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(retryAfterSeconds));
    refuse(request, 429, message);
  }

  static void tryAgain(RoutingContext request, String message) {
    request.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
    refuse(request, 503, message);
  }

  static void send(HttpServerResponse response, int status, JsonObject body) {
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(body.toBuffer());
  }
}
