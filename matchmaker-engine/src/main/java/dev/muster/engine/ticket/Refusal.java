package dev.muster.engine.ticket;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * One rule's no to a set of groups: which rule, by how much, and when it would say yes.
 *
 * @param rule the rule's name in the profile, or {@link #TOO_LARGE}
 * @param excess how far the set is beyond what the rule allows, above 0: for numberDifference and
 *     latencies in millionths of their unit ({@link Long#MAX_VALUE} when no beacon is common), for
 *     intersection the values that are missing, for playerCount the players that are missing or too
 *     many, for stringEquality the distinct values beyond the first, for {@link #TOO_LARGE} bytes
 * @param acceptedAfterMillis the least age that every group would need so that the rule accepts the
 *     set, ms since the search began; empty when no stage accepts it
 * @param message the same for people, with values and limits
 */
public record Refusal(String rule, long excess, OptionalLong acceptedAfterMillis, String message) {
  /** Stands where a rule's name does when tickets together are too large for one match. */
  public static final String TOO_LARGE = "TooLarge";

  public Refusal {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(acceptedAfterMillis, "acceptedAfterMillis");
    Objects.requireNonNull(message, "message");
    if (excess <= 0) {
      throw new IllegalArgumentException("excess is " + excess + ", above 0 was expected");
    }
  }
}
