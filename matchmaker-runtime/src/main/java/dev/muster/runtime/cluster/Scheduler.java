package dev.muster.runtime.cluster;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** One thread that does everything on the cluster side, now or later, and its clock. */
interface Scheduler extends Executor {
  /** Runs a task after everything that was handed in before. */
  @Override
  void execute(Runnable task);

  /** Runs a task when so much time has passed. */
  void after(Duration delay, Runnable task);

  /** Runs the next step when a stage has completed; never when it failed. */
  default <T> void then(CompletionStage<T> stage, Consumer<T> next) {
    stage.whenComplete(
        (value, problem) -> {
          if (problem == null) {
            execute(() -> next.accept(value));
          }
        });
  }

  /** A clock that never goes back, ms; only differences mean something. */
  long elapsedMillis();
}
