package dev.muster.bench.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers per second, of Muster and of the bare server: medians over rounds, each of which measures
 * all four after one another.
 *
 * @param creates tickets made
 * @param echoedPosts the same requests to the bare server
 * @param polls tickets read
 * @param echoedGets the same requests to the bare server
 */
record Rates(double creates, double echoedPosts, double polls, double echoedGets) {
  private static final int AT_ONCE = 64;
  private static final int KINDS = 4;

  /** Measures, after one round to warm up. */
  static Rates measure(
      Vertx vertx,
      Client muster,
      Client echo,
      Players players,
      String[] paths,
      int rounds,
      int seconds) {
    var polled = new AtomicInteger();
    var all = new double[KINDS][rounds];
    for (int round = -1; round < rounds; round++) {
      var made = new ConcurrentLinkedQueue<Buffer>();
      double[] measured = {
        Throughput.measure(
            vertx,
            AT_ONCE,
            seconds,
            () -> muster.send(HttpMethod.POST, "/tickets", players.next()).onSuccess(made::add)),
        Throughput.measure(
            vertx, AT_ONCE, seconds, () -> echo.send(HttpMethod.POST, "/tickets", players.next())),
        Throughput.measure(
            vertx, AT_ONCE, seconds, () -> muster.send(HttpMethod.GET, next(paths, polled), null)),
        Throughput.measure(
            vertx, AT_ONCE, seconds, () -> echo.send(HttpMethod.GET, next(paths, polled), null))
      };
      Players.leave(muster, made.stream().map(Players::path).toList(), AT_ONCE);
      for (int kind = 0; kind < KINDS && round >= 0; kind++) {
        all[kind][round] = measured[kind];
      }
    }
    return new Rates(median(all[0]), median(all[1]), median(all[2]), median(all[3]));
  }

  private static String next(String[] paths, AtomicInteger polled) {
    return paths[Math.floorMod(polled.getAndIncrement(), paths.length)];
  }

  private static double median(double[] values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
