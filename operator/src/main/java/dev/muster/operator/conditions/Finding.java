package dev.muster.operator.conditions;

import java.util.Objects;

/**
 * What the operator found out about one question.
 *
 * @param type the question: Accepted, ResolvedRefs or Ready
 * @param status the answer; true is always the good one
 * @param reason CamelCase, from a constant
 * @param message for people: on a bad answer, what to change
 */
public record Finding(String type, Status status, String reason, String message) {
  /** Question: does the spec make sense? */
  public static final String ACCEPTED = "Accepted";

  /** Question: does what the spec points to exist? */
  public static final String RESOLVED_REFS = "ResolvedRefs";

  /** Question: does it serve? */
  public static final String READY = "Ready";

  /** An answer. */
  public enum Status {
    /** Yes. */
    True,
    /** No. */
    False,
    /** The operator could not find out. */
    Unknown
  }

  /** The longest message that an object carries; longer ones are cut. */
  private static final int LONGEST_MESSAGE = 4096;

  public Finding {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(reason, "reason");
    message = message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message;
  }

  /** A good answer. */
  public static Finding yes(String type, String reason, String message) {
    return new Finding(type, Status.True, reason, message);
  }

  /** A bad answer. */
  public static Finding no(String type, String reason, String message) {
    return new Finding(type, Status.False, reason, message);
  }

  /** No answer. */
  public static Finding unknown(String type, String reason, String message) {
    return new Finding(type, Status.Unknown, reason, message);
  }

  /** Whether the answer is the good one. */
  public boolean isTrue() {
    return status == Status.True;
  }
}
