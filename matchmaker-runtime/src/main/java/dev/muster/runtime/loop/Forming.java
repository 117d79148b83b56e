package dev.muster.runtime.loop;

/**
 * The groups that still form, as far as a loop is concerned: it tells them what changes and lets
 * time pass. Everything is called on the loop's thread.
 */
public interface Forming {
  /** Nobody forms. */
  Forming NOBODY = new Forming() {};

  /** A queue opened, its rules changed, or beacons came or went. */
  default void rulesChanged(Queues queues, String queue) {}

  /** A queue closed. */
  default void closed(Queues queues, String queue) {}

  /** Lets time pass up to now. */
  default void advance(Queues queues) {}

  /** When {@link #advance} has something to do next; {@link Long#MAX_VALUE} when nothing is due. */
  default long nextDueMillis() {
    return Long.MAX_VALUE;
  }
}
