package dev.muster.engine.indexed;

/**
 * How much one call does at most: it counts groups, sets and steps that are looked at, each about
 * as much as the others, and says when it is enough for once. So a call takes a bounded time, and
 * the same calls always end at the same place.
 */
final class Portion {
  /** So much for each call in a queue that is served: half a millisecond on a machine of today. */
  static final long ORDINARY = 10_000;

  /** What it costs to read a group and to put it into every index. */
  static final int ENTRY = 40;

  /** What it costs to let a group leave, or enter a stage. */
  static final int TURN = 20;

  private final long most;
  private long left;

  /** One of so many. */
  Portion(long most) {
    this.most = most;
    this.left = most;
  }

  /** Begins another. */
  void begin() {
    left = most;
  }

  /** Counts what was done. */
  void charge(long units) {
    left -= units;
  }

  /** Says whether it is enough for once. */
  boolean isSpent() {
    return left <= 0;
  }
}
