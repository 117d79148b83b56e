package dev.muster.devcluster.node;

import java.time.Duration;
import java.time.Instant;

/** One thread with a clock: what is run on it runs one after the other. Safe from any thread. */
public interface Loop {

  /** The time now. */
  Instant now();

  /** Runs the task soon, after those handed in before. */
  void run(Runnable task);

  /** Runs the task once the delay is over, unless cancelled before. */
  Timer after(Duration delay, Runnable task);

  /** A task that waits for its time. */
  interface Timer {
    /** Keeps the task from running; nothing when it has run. */
    void cancel();
  }
}
