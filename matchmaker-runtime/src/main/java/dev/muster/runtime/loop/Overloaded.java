package dev.muster.runtime.loop;

/** The inbox is full; nothing was changed. Asking again a little later may succeed. */
public final class Overloaded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Says how much is too much.
   *
   * @param limit how many commands may wait
   */
  public Overloaded(int limit) {
    super("more than " + limit + " commands wait");
  }
}
