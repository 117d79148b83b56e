package dev.muster.operator.match;

import dev.muster.api.v1alpha1.Matchmaker;
import java.util.Optional;

/**
 * How many servers a Matchmaker may have and start; what is empty has no limit.
 *
 * @param maxRunning matches that have a server or get one, at a time
 * @param perSecond servers started in any second
 */
record StartLimits(Optional<Integer> maxRunning, Optional<Integer> perSecond) {
  static final StartLimits NONE = new StartLimits(Optional.empty(), Optional.empty());

  /** Those that a Matchmaker sets. */
  static StartLimits of(Matchmaker matchmaker) {
    var spec = matchmaker.getSpec();
    return spec == null
        ? NONE
        : new StartLimits(
            Optional.ofNullable(spec.maxRunningMatches()),
            Optional.ofNullable(spec.maxStartsPerSecond()));
  }

  boolean isNone() {
    return equals(NONE);
  }
}
