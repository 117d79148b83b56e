package dev.muster.engine;

import dev.muster.engine.ticket.Refusal;
import java.util.List;
import java.util.Optional;

/**
 * Why a group waits.
 *
 * @param stage the name of the group's stage now
 * @param candidates the other waiting groups
 * @param accepted how many of them all rules but playerCount accept together with it, each alone
 * @param rules what each rule says, in the order of their names
 */
public record Explanation(String stage, int candidates, int accepted, List<ByRule> rules) {
  public Explanation {
    rules = List.copyOf(rules);
  }

  /**
   * One rule's part in it.
   *
   * @param rule the rule's name
   * @param refused how many candidates it refuses, whether or not others refuse them too
   * @param excessesAlone by how much it refuses those that no other rule refuses, ascending; in the
   *     unit of {@link Refusal#excess}
   * @param nearestMiss the refusal with the least excess, if it refuses any
   */
  public record ByRule(
      String rule, int refused, List<Long> excessesAlone, Optional<Refusal> nearestMiss) {
    public ByRule {
      excessesAlone = List.copyOf(excessesAlone);
    }

    /** How many candidates it alone refuses. */
    public int refusedAlone() {
      return excessesAlone.size();
    }
  }
}
