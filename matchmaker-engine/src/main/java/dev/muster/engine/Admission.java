package dev.muster.engine;

import dev.muster.engine.ticket.Cancellation;

/** What became of a group that asked to search. */
public sealed interface Admission {
  /** It searches. */
  record Searching() implements Admission {}

  /** A group of this id searches already; nothing was changed. */
  record AlreadySearching() implements Admission {}

  /**
   * It can never match under the rules as they are now, though it could when it was checked: they
   * have changed since. Nothing was changed.
   *
   * @param cancellation why, for its players
   */
  record Refused(Cancellation cancellation) implements Admission {}

  /**
   * As many tickets wait as may; nothing was changed.
   *
   * @param limit how many tickets may wait
   */
  record PoolFull(int limit) implements Admission {}
}
