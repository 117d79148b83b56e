package dev.muster.runtime.group;

import dev.muster.engine.ticket.Cancellation;
import dev.muster.runtime.loop.Queues;

/** Ends a group that has begun to search. On the loop's thread. */
final class Deletion {
  private Deletion() {}

  static Outcome<Void> of(Queues queues, String groupId, String what, Cancellation why) {
    return switch (queues.cancel(groupId, why)) {
      case CANCELLED -> new Outcome.Done<>(null);
      case IN_MATCH ->
          new Outcome.Conflict<>(
              "The "
                  + what
                  + " is in a match and cannot be deleted any more; it is removed after the match");
      case UNKNOWN -> new Outcome.NotFound<>(what);
    };
  }
}
