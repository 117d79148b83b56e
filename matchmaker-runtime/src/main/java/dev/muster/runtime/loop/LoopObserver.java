package dev.muster.runtime.loop;

import dev.muster.engine.ticket.Cancellation;

/**
 * Hears what a loop does, for metrics. Called on the loop's thread: it never blocks and never
 * throws.
 */
public interface LoopObserver {
  /** One that does not listen. */
  LoopObserver NONE = new LoopObserver() {};

  /** A queue opened, or its rules changed. */
  default void served(String queue) {}

  /** A queue closed. */
  default void closed(String queue) {}

  /** Tickets began to search. */
  default void created(String queue, int tickets) {}

  /** Tickets ended without a match. */
  default void cancelled(String queue, Cancellation.Reason reason, int tickets) {}

  /**
   * A match was made.
   *
   * @param expansion the lowest stage among its groups
   */
  default void matchMade(String queue, String expansion) {}

  /** A match failed to start. */
  default void matchFailed(String queue) {}

  /**
   * A ticket got into a match.
   *
   * @param searchedMillis how long after its search began
   */
  default void found(String queue, long searchedMillis) {}

  /**
   * A ticket got a server.
   *
   * @param searchedMillis how long after its search began
   */
  default void assigned(String queue, long searchedMillis) {}

  /**
   * The same, with its times.
   *
   * @param createdAtMillis when the ticket was made, ms since the epoch
   * @param searchedMillis how long after its search began
   * @param completedAtMillis when it got the server, ms since the epoch
   */
  default void completed(
      String queue, long createdAtMillis, long searchedMillis, long completedAtMillis) {}

  /** Two that hear the same, one after the other. */
  static LoopObserver both(LoopObserver first, LoopObserver second) {
    return new BothObservers(first, second);
  }
}
