package dev.muster.engine.explain;

import dev.muster.engine.Event;
import java.util.List;

/**
 * Something that, were it otherwise, would let a group into a match: found by running it.
 *
 * @param rule the rule that would be less strict
 * @param changes its numbers; empty: the rule would be gone
 * @param fromStage the name of the first stage that the numbers are for; those after it would be at
 *     least as loose
 * @param atMillis when the match would be made if nobody came or left meanwhile, ms since the epoch
 * @param match the match
 */
public record Counterfactual(
    String rule,
    List<LimitChange> changes,
    String fromStage,
    long atMillis,
    Event.MatchMade match) {
  public Counterfactual {
    changes = List.copyOf(changes);
  }
}
