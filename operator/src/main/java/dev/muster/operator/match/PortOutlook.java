package dev.muster.operator.match;

import dev.muster.api.v1alpha1.PortRangeSpec;

/**
 * What can be done about a pod that finds no node because its host ports are taken.
 *
 * @param way that
 * @param range where ports are taken from
 */
record PortOutlook(Way way, PortRangeSpec range) {
  /** What can be done. */
  enum Way {
    /** Something else has them, and others can be tried. */
    CHANGE,
    /** Servers of ours have them, and others are free by now. */
    BETTER,
    /** Servers of ours have them, and all others too: the pod waits until one ends. */
    WAIT,
    /** Something else has them, and every other one of the range has been tried. */
    GIVE_UP
  }
}
