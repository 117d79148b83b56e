package dev.muster.engine.explain;

import dev.muster.engine.Explanation;
import dev.muster.engine.Snapshot;
import dev.muster.engine.profile.Rules;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Why a group waits, as of one moment.
 *
 * @param snapshot what was looked at
 * @param nowMillis the moment, ms since the epoch
 * @param explanation what each rule says of the candidates in the snapshot
 * @param rules the rules at the group's stage
 * @param expiresAtMillis when its search ends without a match, ms since the epoch
 * @param nextStage what its next stage changes; empty at the last stage
 * @param matchAtMillis when it will be in a match under the rules as they are, if nobody comes or
 *     leaves, ms since the epoch; empty when it will not, or not as far as was looked
 * @param counterfactuals changes of one rule that would let it into a match, that of the rule that
 *     refuses most first
 * @param isComplete whether everything was tried that there is to try; otherwise the work was
 *     bounded before
 */
public record Diagnosis(
    Snapshot snapshot,
    long nowMillis,
    Explanation explanation,
    Rules rules,
    long expiresAtMillis,
    Optional<NextStage> nextStage,
    OptionalLong matchAtMillis,
    List<Counterfactual> counterfactuals,
    boolean isComplete) {
  public Diagnosis {
    counterfactuals = List.copyOf(counterfactuals);
  }

  /**
   * A stage to come.
   *
   * @param name the stage's name
   * @param atMillis when it begins for the group, ms since the epoch
   * @param changes the numbers that are others than now
   * @param accepted how many candidates all rules but playerCount accept then, each alone
   * @param acceptedLater how many more once those that came later are at that stage, too
   */
  public record NextStage(
      String name, long atMillis, List<LimitChange> changes, int accepted, int acceptedLater) {
    public NextStage {
      changes = List.copyOf(changes);
    }
  }
}
