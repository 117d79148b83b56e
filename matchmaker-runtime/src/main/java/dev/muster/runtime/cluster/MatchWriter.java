package dev.muster.runtime.cluster;

import dev.muster.api.v1alpha1.Match;
import dev.muster.runtime.loop.MatchFailure;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates Matches, however long the API server is away.
 *
 * <p>What is to be created waits in one bounded queue, and a few requests at a time are under way.
 * When the server does not answer, all of them wait and one tries, ever less often, until it is
 * back. A Match that the server refuses waits alone; what can never work fails at once, what may
 * yet work (a right, a quota or a webhook is missing) after {@link #MOST_REFUSALS} refusals.
 * Creating is safe to repeat: the name is unique, so a Match of that name and match id is ours.
 */
final class MatchWriter {
  /** The most requests under way: more only add latency. */
  static final int MOST_IN_FLIGHT = 8;

  /** The most Matches that may wait. */
  static final int MOST_WAITING = 50_000;

  /** The most times that a Match is refused. */
  static final int MOST_REFUSALS = 10;

  private static final Logger LOG = LoggerFactory.getLogger(MatchWriter.class);
  private static final Set<Integer> HOPELESS = Set.of(400, 405, 406, 413, 415, 422);

  private final ClusterApi api;
  private final Scheduler scheduler;
  private final Backoff backoff;
  private final Results results;
  private final ArrayDeque<Order> queue = new ArrayDeque<>();
  private int inFlight;
  private int waitingAlone;
  private int failuresInARow;
  private boolean paused;

  /** Who is told what became of a Match. */
  interface Results {
    /** It exists. */
    void created(Match match);

    /** It does not exist and will not. */
    void refused(Match match, MatchFailure failure);
  }

  private record Order(Match match, int refusals) {
    String name() {
      return match.getMetadata().getName();
    }
  }

  MatchWriter(ClusterApi api, Scheduler scheduler, Backoff backoff, Results results) {
    this.api = api;
    this.scheduler = scheduler;
    this.backoff = backoff;
    this.results = results;
  }

  /** Takes a Match to be created. */
  void add(Match match) {
    if (pending() >= MOST_WAITING) {
      // Not at once: its tickets would be matched again and be here again.
      scheduler.after(backoff.longest(), () -> results.refused(match, overloaded()));
      return;
    }
    queue.addLast(new Order(match, 0));
    sendMore();
  }

  /** How many Matches are not created yet. */
  int pending() {
    return queue.size() + inFlight + waitingAlone;
  }

  private static MatchFailure overloaded() {
    return new MatchFailure(
        "Overloaded", "more than " + MOST_WAITING + " matches wait for the cluster", true);
  }

  private void sendMore() {
    // After a failure one request shows whether the server is back.
    IntSupplier mostInFlight = () -> failuresInARow == 0 ? MOST_IN_FLIGHT : 1;
    while (!paused && !queue.isEmpty() && inFlight < mostInFlight.getAsInt()) {
      send(queue.removeFirst());
    }
  }

  private void send(Order order) {
    inFlight++;
    scheduler.then(
        api.create(order.match()),
        reply -> {
          inFlight--;
          answered(order, reply);
          sendMore();
        });
  }

  private void answered(Order order, Reply reply) {
    if (reply.away()) {
      serverIsAway(order, reply);
      return;
    }
    serverIsBack();
    if (reply.succeeded()) {
      results.created(order.match());
    } else if (reply.conflict()) {
      lookUp(order, reply);
    } else {
      refused(order, reply);
    }
  }

  private void serverIsAway(Order order, Reply reply) {
    queue.addFirst(order);
    if (paused) {
      return;
    }
    paused = true;
    failuresInARow++;
    var wait = backoff.after(failuresInARow, reply.retryAfter());
    LOG.atLevel(failuresInARow == 1 ? org.slf4j.event.Level.WARN : org.slf4j.event.Level.DEBUG)
        .addKeyValue("waiting", pending())
        .addKeyValue("code", reply.code())
        .addKeyValue("cause", reply.body())
        .log("The API server takes no Match; trying again until it does");
    scheduler.after(
        wait,
        () -> {
          paused = false;
          sendMore();
        });
  }

  private void serverIsBack() {
    if (failuresInARow > 0) {
      failuresInARow = 0;
      LOG.atInfo().addKeyValue("waiting", pending()).log("The API server takes Matches again");
    }
  }

  /**
   * Something of that name exists: the Match itself, if its creation was answered into the void.
   */
  private void lookUp(Order order, Reply conflict) {
    waitingAlone++;
    scheduler.then(
        api.match(order.name()),
        found -> {
          waitingAlone--;
          if (found.away()) {
            serverIsAway(order, found);
          } else if (found.succeeded() && MatchIdentity.isSame(found.body(), order.match())) {
            results.created(order.match());
          } else {
            refused(order, conflict);
          }
        });
  }

  private void refused(Order order, Reply reply) {
    var again = new Order(order.match(), order.refusals() + 1);
    if (HOPELESS.contains(reply.code()) || again.refusals() >= MOST_REFUSALS) {
      LOG.atError()
          .addKeyValue("match", order.name())
          .addKeyValue("code", reply.code())
          .addKeyValue("cause", reply.body())
          .log("The API server refuses a Match");
      results.refused(order.match(), failure(reply));
      return;
    }
    LOG.atWarn()
        .addKeyValue("match", order.name())
        .addKeyValue("code", reply.code())
        .addKeyValue("cause", reply.body())
        .log("The API server refuses a Match; trying again");
    waitingAlone++;
    scheduler.after(
        backoff.after(again.refusals(), reply.retryAfter()),
        () -> {
          waitingAlone--;
          queue.addFirst(again);
          sendMore();
        });
  }

  /** Without the server's words: players read this. */
  private static MatchFailure failure(Reply reply) {
    return new MatchFailure(
        "MatchRefused", "the cluster refused the match (HTTP " + reply.code() + ")", true);
  }
}
