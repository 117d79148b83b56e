package dev.muster.runtime.loop;

import dev.muster.engine.ticket.Cancellation;

/**
 * The groups that still form, as far as a loop is concerned: it tells them what changes and lets
 * time pass. Everything is called on the loop's thread.
 */
public interface Forming {
  /** Nobody forms. */
  Forming NOBODY = new Forming() {};

  /** A queue opened, its rules changed, or beacons came or went. */
  default void rulesChanged(Queues queues, String queue) {}

  /** A queue has another name. */
  default void renamed(Queues queues, String before, String now) {}

  /** A queue closed; those in it are to be told why. */
  default void closed(Queues queues, String queue, Cancellation why) {}

  /** Lets time pass up to now. */
  default void advance(Queues queues) {}

  /** When {@link #advance} has something to do next; {@link Long#MAX_VALUE} when nothing is due. */
  default long nextDueMillis() {
    return Long.MAX_VALUE;
  }
}
