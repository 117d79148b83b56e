package dev.muster.e2e.crash;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Starts one part, and starts it again whenever it has died, as the kubelet does. */
final class Supervisor implements AutoCloseable {
  /** More often than that is a crash loop. */
  private static final int MOST_RUNS = 12;

  private static final long PROBE_MILLIS = 100;

  private final Upstream upstream;
  private final Calls calls;
  private final Function<Door, Run> part;
  private final Thread thread;
  private volatile CompletableFuture<Void> end = new CompletableFuture<>();
  private volatile boolean closed;
  private final AtomicInteger runs = new AtomicInteger();
  private volatile Throwable lastProblem;

  private Supervisor(String name, Upstream upstream, Calls calls, Function<Door, Run> part) {
    this.upstream = upstream;
    this.calls = calls;
    this.part = part;
    thread = new Thread(this::supervise, "supervisor-" + name);
    thread.setDaemon(true);
  }

  /**
   * Starts a part.
   *
   * @param part makes a run of it, not yet started, behind a door
   */
  static Supervisor start(String name, Upstream upstream, Calls calls, Function<Door, Run> part) {
    var supervisor = new Supervisor(name, upstream, calls, part);
    supervisor.thread.start();
    return supervisor;
  }

  private void supervise() {
    while (!closed && runs.get() < MOST_RUNS) {
      var ended = new CompletableFuture<Void>();
      end = ended;
      if (closed) {
        return;
      }
      runs.incrementAndGet();
      var door = Door.open(upstream, calls, () -> ended.complete(null));
      var run = part.apply(door);
      run.start()
          .whenComplete(
              (started, problem) -> {
                if (problem != null) {
                  lastProblem = problem;
                  ended.complete(null);
                }
              });
      awaitEnd(run, ended);
      door.cut();
      // Not before: another door might open at its place.
      run.kill().whenComplete((dead, problem) -> door.close());
    }
  }

  private static void awaitEnd(Run run, CompletableFuture<Void> ended) {
    while (true) {
      try {
        ended.get(PROBE_MILLIS, TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException e) {
        if (!run.isLive()) {
          return;
        }
      } catch (InterruptedException | ExecutionException e) {
        return;
      }
    }
  }

  /** Ends the run and lets the next begin. */
  void restart() {
    end.complete(null);
  }

  /** How often the part was started. */
  int runs() {
    return runs.get();
  }

  /** Says how it stands, for people. */
  String standing() {
    return runs + " runs" + (lastProblem == null ? "" : ", last ended by " + lastProblem);
  }

  /** Ends the part for good. */
  @Override
  public void close() {
    closed = true;
    end.complete(null);
    try {
      thread.join(TimeUnit.SECONDS.toMillis(30));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
