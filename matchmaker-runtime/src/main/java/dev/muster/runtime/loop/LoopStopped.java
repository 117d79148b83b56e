package dev.muster.runtime.loop;

/** The loop has been stopped and takes no more commands. */
public final class LoopStopped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says so. */
  public LoopStopped() {
    super("the loop has been stopped");
  }
}
