package dev.muster.engine;

/** Numbers in messages, with words that fit them. */
public final class Plural {
  private Plural() {}

  /** A number and what follows it, for example {@code 1 value} or {@code 2 values}. */
  public static String of(long count, String one, String several) {
    return count + " " + (count == 1 ? one : several);
  }
}
