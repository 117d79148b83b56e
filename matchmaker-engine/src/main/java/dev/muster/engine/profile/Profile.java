package dev.muster.engine.profile;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A queue's rules, checked: what holds at which age, and how long things last.
 *
 * @param queue the name that clients send
 * @param periods how long things last
 * @param backfillOnly true: no match is started, groups only fill seats in running ones
 * @param stages by age; the first begins at 0, no two at the same age
 */
public record Profile(String queue, Periods periods, boolean backfillOnly, List<Stage> stages) {
  /** The most players that a match can have. */
  public static final int MOST_PLAYERS = 256;

  /** The most rules that a profile can have. */
  public static final int MOST_RULES = 32;

  /** The most expansions that a profile can have. */
  public static final int MOST_EXPANSIONS = 16;

  public Profile {
    Objects.requireNonNull(queue, "queue");
    Objects.requireNonNull(periods, "periods");
    stages = List.copyOf(stages);
  }

  /**
   * Checks what somebody wrote and lays the expansions out as stages, each with all rules as they
   * stand then.
   *
   * @param rules by name; exactly one of them counts players, at most one looks at latencies
   * @param expansions in any order; each overwrites single attributes of what stood before
   * @throws InvalidProfile with everything that is wrong
   */
  public static Profile of(
      String queue,
      Periods periods,
      boolean backfillOnly,
      Map<String, RuleDefinition> rules,
      List<Expansion> expansions) {
    return new Profile(queue, periods, backfillOnly, new StageBuilder(rules, expansions).build());
  }

  /** The stage of a group that has searched for so long. */
  public Stage stageAt(long ageMillis) {
    return stages.get(stageIndexAt(ageMillis));
  }

  /** The index in {@link #stages} of the stage of a group that has searched for so long. */
  public int stageIndexAt(long ageMillis) {
    int index = 0;
    while (index + 1 < stages.size() && stages.get(index + 1).afterMillis() <= ageMillis) {
      index++;
    }
    return index;
  }

  /** The first stage's rules. */
  public Rules initial() {
    return stages.get(0).rules();
  }

  /** Attribute by attribute the loosest over all stages: what fails here can never match. */
  public Rules mostRelaxed() {
    return stages.stream().map(Stage::rules).reduce(Rules::loosest).orElseThrow();
  }
}
