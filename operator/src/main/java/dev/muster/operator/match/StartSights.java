package dev.muster.operator.match;

import dev.muster.api.v1alpha1.Match;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;

/** What a gate sees of a Matchmaker's matches. */
interface StartSights {
  /** The limits, as the cache shows them. */
  StartLimits limits(MatchmakerRef of);

  /** The matches, as the cache shows them, which may be behind the times. */
  Collection<Match> matches(MatchmakerRef of);

  /** The pods of game servers, as the cache shows them. */
  Collection<Pod> pods(MatchmakerRef of);

  /** The matches, asked of the API server. */
  Collection<Match> matchesNow(MatchmakerRef of);
}
