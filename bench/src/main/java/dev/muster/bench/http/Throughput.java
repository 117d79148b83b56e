package dev.muster.bench.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** How many requests a server answers when some are always under way. */
final class Throughput {
  private static final double MILLIS_PER_SECOND = 1_000;

  private Throughput() {}

  /**
   * Answers per second.
   *
   * @param atOnce how many requests are under way at a time
   * @param request sends one
   */
  static double measure(Vertx vertx, int atOnce, int seconds, Supplier<Future<Buffer>> request) {
    var answered = new AtomicLong();
    var over = new boolean[1];
    var all = new ArrayList<Future<Void>>(atOnce);
    long start = System.nanoTime();
    vertx.setTimer((long) (seconds * MILLIS_PER_SECOND), time -> over[0] = true);
    for (int lane = 0; lane < atOnce; lane++) {
      var done = Promise.<Void>promise();
      vertx.runOnContext(go -> next(request, answered, over, done));
      all.add(done.future());
    }
    Future.all(all).await();
    return answered.get() * 1e9 / (System.nanoTime() - start);
  }

  private static void next(
      Supplier<Future<Buffer>> request, AtomicLong answered, boolean[] over, Promise<Void> done) {
    if (over[0]) {
      done.complete();
      return;
    }
    request
        .get()
        .onSuccess(
            answer -> {
              answered.incrementAndGet();
              next(request, answered, over, done);
            })
        .onFailure(done::fail);
  }
}
