package dev.muster.cli.local;

/** What the command cannot do, told to the person who called it; no stack trace helps them. */
public final class CannotContinue extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CannotContinue(String message) {
    super(message);
  }

  public CannotContinue(String message, Throwable cause) {
    super(message, cause);
  }
}
