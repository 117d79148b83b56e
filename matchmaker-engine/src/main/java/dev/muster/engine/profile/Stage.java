package dev.muster.engine.profile;

/**
 * What holds for a group from some age on, until the next stage.
 *
 * @param afterMillis the age at which it begins, ms since the group's search began; 0 for the first
 * @param rules all rules as they stand then
 */
public record Stage(long afterMillis, Rules rules) {
  /** The first stage's name. */
  public static final String INITIAL = "initial";

  /** {@code initial}, or the age at which the stage begins in seconds, in digits: {@code 30}. */
  public String name() {
    return afterMillis == 0 ? INITIAL : Long.toString(afterMillis / 1_000);
  }
}
