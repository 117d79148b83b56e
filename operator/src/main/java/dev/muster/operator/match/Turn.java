package dev.muster.operator.match;

import java.time.Duration;
import java.time.Instant;

/** Whether a match may start a server now. */
sealed interface Turn {
  /**
   * It may.
   *
   * @param at the time of the start
   */
  record Go(Instant at) implements Turn {}

  /**
   * It may not yet.
   *
   * @param reason which limit holds it
   * @param message the same with its figures, for people
   * @param again when to ask again, though nothing changed
   */
  record Wait(Reason reason, String message, Duration again) implements Turn {}
}
