package dev.muster.e2e.crash;

import java.util.concurrent.CompletionStage;

/** One run of the operator or the runtime, as if it were a process. It is started once. */
interface Run {
  /** Starts it; fails when it ends by itself. */
  CompletionStage<Void> start();

  /** Whether its liveness probe succeeds. */
  boolean isLive();

  /**
   * Ends it without ado. Its door is cut already, so what still runs of it does no harm.
   *
   * @return done once nothing of it is left
   */
  CompletionStage<Void> kill();
}
