package dev.muster.bench.http;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Clients who poll at a fixed pace, whatever the server does. Each request has the moment at which
 * it should be sent, and its time runs from there until its answer: a server that stands still for
 * a second is asked on, and every request that fell due meanwhile tells of it. (To wait for an
 * answer before the next question would leave out just those who had to wait.)
 */
final class Pollers {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long LONGEST_MICROS = 3_600_000_000L;

  private final Vertx vertx;
  private final Client client;
  private final String[] paths;
  private final int seconds;
  private final Histogram first = new ConcurrentHistogram(LONGEST_MICROS, 3);
  private final Histogram later = new ConcurrentHistogram(LONGEST_MICROS, 3);
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final Promise<Void> done = Promise.promise();
  private int sent;
  private long start;

  /** Those who poll these tickets once a second each, evenly spread over it. */
  Pollers(Vertx vertx, Client client, String[] paths, int seconds) {
    this.vertx = vertx;
    this.client = client;
    this.paths = paths;
    this.seconds = seconds;
  }

  /** Has them poll and waits for the last answer. */
  void run() {
    vertx.runOnContext(
        go -> {
          start = System.nanoTime();
          vertx.setPeriodic(1, this::sendDue);
        });
    done.future().await();
  }

  private void sendDue(long timer) {
    long elapsed = System.nanoTime() - start;
    int all = paths.length * seconds;
    long due = Math.min(all, elapsed * paths.length / NANOS_PER_SECOND + 1);
    while (sent < due) {
      send(sent++);
    }
    if (sent == all) {
      vertx.cancelTimer(timer);
    }
  }

  private void send(int number) {
    long intended = start + number * NANOS_PER_SECOND / paths.length;
    client
        .send(HttpMethod.GET, paths[number % paths.length], null)
        .onComplete(
            answer -> {
              (number < paths.length ? first : later)
                  .recordValue(Math.min(LONGEST_MICROS, (System.nanoTime() - intended) / 1_000));
              if (answer.failed()) {
                failed.incrementAndGet();
              }
              if (answered.incrementAndGet() == paths.length * seconds) {
                done.complete();
              }
            });
  }

  /**
   * From the moment at which each client's first request should have been sent to its answer, in
   * microseconds: all open their connections within one second.
   */
  Histogram first() {
    return first;
  }

  /** The same of all others. */
  Histogram later() {
    return later;
  }

  /** How many had no answer, or not a good one. */
  int failed() {
    return failed.get();
  }
}
