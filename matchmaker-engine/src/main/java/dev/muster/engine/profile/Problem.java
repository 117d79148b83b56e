package dev.muster.engine.profile;

import java.util.Objects;

/**
 * One thing that is wrong with something that was given to us.
 *
 * @param field the path of the field at fault, as the giver wrote it, for example {@code
 *     rules.match_size.minTeamSize} or {@code attributes.elo_rating}
 * @param message what is wrong with it and what was expected, to be read behind the field's name
 */
public record Problem(String field, String message) {
  public Problem {
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(message, "message");
  }

  /** The same problem seen from one level up: {@code prefix} and a dot stand before the field. */
  public Problem under(String prefix) {
    return new Problem(prefix + "." + field, message);
  }

  @Override
  public String toString() {
    return field + ": " + message;
  }
}
