package dev.muster.e2e.crash;

/**
 * A place in the story: the how-manieth of the calls of that name.
 *
 * @param call the name, as of {@link CallName}
 * @param occurrence from 1
 */
record CallSite(String call, int occurrence) {
  boolean isWatch() {
    return call.startsWith("WATCH ");
  }

  boolean isWrite() {
    return !isWatch() && !call.startsWith("GET ");
  }

  @Override
  public String toString() {
    return call + " #" + occurrence;
  }
}
