package dev.muster.runtime.http;

import dev.muster.runtime.http.RateLimiter.Kind;
import dev.muster.runtime.http.RateLimiter.Refusal;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;

/**
 * Answers 429 to what is beyond the Matchmaker's limits. It comes before the check of tokens, so
 * that guessing them is limited too.
 */
final class RateCheck implements Handler<RoutingContext> {
  private static final Set<String> TICKETS = Set.of("tickets", "group-tickets", "groups");
  private static final String BACKFILLS = "backfills";

  private final RateLimiter limiter;
  private final TokenCheck tokens;

  RateCheck(RateLimiter limiter, TokenCheck tokens) {
    this.limiter = limiter;
    this.tokens = tokens;
  }

  @Override
  public void handle(RoutingContext request) {
    // Game servers of one node share its address.
    var client = tokens.isOfServer(request) ? Optional.<String>empty() : Callers.ip(request);
    limiter
        .count(kind(request), client)
        .ifPresentOrElse(refusal -> refuse(request, refusal), request::next);
  }

  private static Kind kind(RoutingContext request) {
    var first = firstSegment(request.normalizedPath());
    var method = request.request().method();
    if (TICKETS.contains(first)) {
      return method.equals(HttpMethod.POST)
          ? Kind.CREATE
          : method.equals(HttpMethod.GET) ? Kind.READ : Kind.OTHER;
    }
    return first.equals(BACKFILLS) && method.equals(HttpMethod.POST) ? Kind.BACKFILL : Kind.OTHER;
  }

  /** Behind {@code /v1}, where a path begins with that. */
  private static String firstSegment(String path) {
    int from = path.startsWith("/v1/") ? 4 : 1;
    int to = path.indexOf('/', from);
    return path.substring(from, to < 0 ? path.length() : to);
  }

  private static void refuse(RoutingContext request, Refusal refusal) {
    Answers.tooMany(
        request,
        refusal.retryAfterSeconds(),
        "Too many requests: the limit "
            + refusal.limit()
            + " is "
            + refusal.perSecond()
            + "; try again after the seconds in Retry-After");
  }
}
