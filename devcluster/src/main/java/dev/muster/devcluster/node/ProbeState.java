package dev.muster.devcluster.node;

/**
 * What a probe says of a container after its results so far: a change of mind needs as many equal
 * results in a row as the threshold says.
 */
final class ProbeState {
  private final int successThreshold;
  private final int failureThreshold;
  private boolean healthy;
  private boolean decided;
  private boolean latest;
  private int inARow;

  /** Begins with this opinion, which counts as undecided until a threshold is reached. */
  ProbeState(int successThreshold, int failureThreshold, boolean healthy) {
    this.successThreshold = successThreshold;
    this.failureThreshold = failureThreshold;
    this.healthy = healthy;
  }

  /** Takes a result in; true when it brought a decision other than the one before. */
  boolean add(boolean success) {
    inARow = inARow > 0 && latest == success ? inARow + 1 : 1;
    latest = success;
    if (inARow < (success ? successThreshold : failureThreshold)) {
      return false;
    }
    boolean changed = !decided || healthy != success;
    decided = true;
    healthy = success;
    return changed;
  }

  boolean healthy() {
    return healthy;
  }
}
