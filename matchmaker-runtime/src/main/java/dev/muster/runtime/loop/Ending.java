package dev.muster.runtime.loop;

/** What became of a group that was to be cancelled. */
public enum Ending {
  /** It is cancelled now, or was before. */
  CANCELLED,
  /** It is in a match, and stays there. */
  IN_MATCH,
  /** There is no such group. */
  UNKNOWN
}
