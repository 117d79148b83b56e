package dev.muster.runtime.group;

import dev.muster.engine.profile.Problem;
import java.util.List;

/**
 * What became of something that a player asked for. Where it was not done, nothing was changed.
 *
 * @param <T> what the player gets
 */
public sealed interface Outcome<T> {
  /** It was done. */
  record Done<T>(T value) implements Outcome<T> {}

  /** It makes no sense, or could never match. */
  record Invalid<T>(List<Problem> problems) implements Outcome<T> {
    public Invalid {
      problems = List.copyOf(problems);
    }

    /** One problem. */
    public Invalid(String field, String message) {
      this(List.of(new Problem(field, message)));
    }
  }

  /**
   * There is no such thing, or not any more.
   *
   * @param what what was looked for, for example {@code ticket}
   */
  record NotFound<T>(String what) implements Outcome<T> {}

  /** It is too late for that. */
  record Conflict<T>(String message) implements Outcome<T> {}

  /** As much waits as may. */
  record NoRoom<T>(String message) implements Outcome<T> {}
}
