package dev.muster.runtime.http;

import dev.muster.runtime.settings.Settings;
import dev.muster.runtime.store.GroupChanges;
import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * The streams that are open, of all event loops together. The decision record 012 tells why they
 * are as they are.
 */
final class EventStreams {
  /** So much waits for a client that does not read, and one state more. */
  static final int MOST_UNREAD_BYTES = 8 * 1_024;

  /** Cut-off clients come again after one to three seconds, not all at once. */
  private static final int SHORTEST_RETRY_MILLIS = 1_000;

  private static final int LONGEST_RETRY_MILLIS = 3_000;
  private static final String LAST_EVENT_ID = "Last-Event-ID";

  private final GroupChanges changes;
  private final Supplier<Settings> settings;
  private final StreamLimits limits;
  private final long beatMillis;
  private final Map<StateStream, Context> open = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  /**
   * None open yet.
   *
   * @param beatMillis how long a stream is silent at most
   */
  private EventStreams(
      GroupChanges changes, Supplier<Settings> settings, StreamLimits limits, long beatMillis) {
    this.changes = changes;
    this.settings = settings;
    this.limits = limits;
    this.beatMillis = beatMillis;
  }

  /** Those of an API, none open yet. */
  static EventStreams of(PublicApi api) {
    var limits =
        new StreamLimits(
            api.streams().most(), () -> api.settings().get().rateLimits().openStreamsPerClient());
    return new EventStreams(api.changes(), api.settings(), limits, api.streams().beatMillis());
  }

  /** How many are open. */
  int count() {
    return limits.open();
  }

  /** Sends all clients away, and those that come from now on; they may come again later. */
  void stop() {
    stopping = true;
    open.forEach((stream, context) -> context.runOnContext(now -> stream.restart()));
  }

  /** Answers a request with a stream of that subject, or says why it does not. */
  void open(RoutingContext request, Subject subject, TokenCheck tokens) {
    if (WebSocketUpgrade.isAskedBy(request.request())) {
      openSocket(request, subject, tokens);
    } else {
      admit(request, tokens).ifPresent(opened -> opened.events(subject));
    }
  }

  private void openSocket(RoutingContext request, Subject subject, TokenCheck tokens) {
    var problem = WebSocketUpgrade.problem(request.request());
    if (problem.isPresent()) {
      Answers.refuse(request, 400, problem.get());
    } else if (!Origins.mayOpenSocket(settings.get().allowedCorsOrigins(), request.request())) {
      Answers.refuse(
          request,
          403,
          "Origin: pages of this origin may not call; it is not in the Matchmaker's"
              + " allowedCorsOrigins");
    } else {
      admit(request, tokens).ifPresent(opened -> opened.socket(subject));
    }
  }

  /** Counts a stream; when there may not be one more, the request is answered. */
  private Optional<Opened> admit(RoutingContext request, TokenCheck tokens) {
    if (stopping) {
      Answers.tryAgain(request, "This process is being stopped; try again in a moment");
      return Optional.empty();
    }
    // Game servers of one node share its address.
    var client = tokens.isOfServer(request) ? Optional.<String>empty() : Callers.ip(request);
    switch (limits.take(client)) {
      case ADMITTED -> {
        return Optional.of(new Opened(request, tokens, client));
      }
      case NO_ROOM ->
          Answers.tryAgain(
              request,
              "As many streams are open as may (" + limits.most() + "); poll, or try again later");
      case TOO_MANY_OF_CLIENT ->
          Answers.tooMany(
              request,
              1,
              "Too many open streams: the limit openStreamsPerClient is "
                  + settings.get().rateLimits().openStreamsPerClient().orElse(0)
                  + "; poll, or close one");
    }
    return Optional.empty();
  }

  /** One stream that was admitted, from there to its end. */
  private final class Opened {
    private final RoutingContext request;
    private final TokenCheck tokens;
    private final Optional<String> client;
    private final Context context;

    Opened(RoutingContext request, TokenCheck tokens, Optional<String> client) {
      this.request = request;
      this.tokens = tokens;
      this.client = client;
      this.context = request.vertx().getOrCreateContext();
    }

    void events(Subject subject) {
      var response = request.response();
      int retryMillis =
          ThreadLocalRandom.current().nextInt(SHORTEST_RETRY_MILLIS, LONGEST_RETRY_MILLIS + 1);
      var outlet = SseOutlet.begin(response, retryMillis);
      RequestMetrics.opened(request, 200);
      var stream = stream(subject, outlet, request.request().getHeader(LAST_EVENT_ID));
      response.drainHandler(again -> stream.look());
      var end = opened(stream);
      request.addEndHandler(ended -> end.run());
      stream.begin();
    }

    void socket(Subject subject) {
      request
          .request()
          .toWebSocket()
          .onSuccess(socket -> speak(subject, socket))
          .onFailure(
              problem -> {
                limits.giveBack(client);
                request.fail(problem);
              });
    }

    private void speak(Subject subject, ServerWebSocket socket) {
      RequestMetrics.opened(request, 101);
      var stream = stream(subject, new WebSocketOutlet(socket), null);
      socket.drainHandler(again -> stream.look());
      socket.exceptionHandler(problem -> {}); // the end of the connection follows
      var end = opened(stream);
      socket.closeHandler(closed -> end.run());
      stream.begin();
    }

    private StateStream stream(Subject subject, Outlet outlet, String lastSeen) {
      return new StateStream(
          subject, changes, work -> context.runOnContext(now -> work.run()), outlet, lastSeen);
    }

    /** Gives what is to be done once at the stream's end. */
    private Runnable opened(StateStream stream) {
      open.put(stream, context);
      if (stopping) {
        context.runOnContext(now -> stream.restart());
      }
      long timer = request.vertx().setPeriodic(beatMillis, now -> beat(stream));
      return () -> {
        if (open.remove(stream) != null) {
          request.vertx().cancelTimer(timer);
          limits.giveBack(client);
          stream.close();
        }
      };
    }

    /** A token that is valid no more holds a stream no longer than a poller. */
    private void beat(StateStream stream) {
      if (tokens.isStillValid(request)) {
        stream.beat();
      } else {
        stream.restart();
      }
    }
  }
}
