package dev.muster.operator.match;

import dev.muster.api.v1alpha1.Backfill;
import dev.muster.api.v1alpha1.Match;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;

/**
 * What a match that fills a Backfill finds.
 *
 * @param backfill the Backfill that it names, if it is still there
 * @param serverMatch the match that the server plays
 * @param serverPod the server's pod
 */
record FillingView(
    Optional<Backfill> backfill, Optional<Match> serverMatch, Optional<Pod> serverPod) {
  /** For a match that fills none. */
  static final FillingView NONE =
      new FillingView(Optional.empty(), Optional.empty(), Optional.empty());
}
