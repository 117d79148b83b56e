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
 * @param fittingPlayers how many players the group has and those whom no rule refuses
 * @param rules what each rule says, in the order of their names
 */
public record Explanation(
    String stage, int candidates, int accepted, int fittingPlayers, List<ByRule> rules) {
  /** Of the candidates whom no rule refuses, so many are looked at with each other. */
  public static final int MOST_PAIRED = 32;

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
   * @param excessesBetween by how much it refuses pairs of the candidates whom no rule refuses
   *     beside the group, ascending; of the {@link #MOST_PAIRED} longest-waiting ones
   * @param nearestMiss the refusal with the least excess, if it refuses any candidate
   */
  public record ByRule(
      String rule,
      int refused,
      List<Long> excessesAlone,
      List<Long> excessesBetween,
      Optional<Refusal> nearestMiss) {
    public ByRule {
      excessesAlone = List.copyOf(excessesAlone);
      excessesBetween = List.copyOf(excessesBetween);
    }

    /** How many candidates it alone refuses. */
    public int refusedAlone() {
      return excessesAlone.size();
    }

    /** How many pairs it keeps apart of candidates that each fit the group. */
    public int refusedPairs() {
      return excessesBetween.size();
    }
  }
}
