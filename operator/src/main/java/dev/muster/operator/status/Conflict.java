package dev.muster.operator.status;

/** What was looked at has changed meanwhile, or is gone; another look decides. */
public final class Conflict extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A conflict as the API server told it. */
  public Conflict(Throwable cause) {
    super(cause);
  }
}
