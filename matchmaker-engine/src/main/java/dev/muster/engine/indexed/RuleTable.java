package dev.muster.engine.indexed;

import dev.muster.engine.profile.Profile;
import dev.muster.engine.profile.Rule;
import dev.muster.engine.profile.Rules;
import dev.muster.engine.profile.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A profile as the search reads it: limits by set of stages, names and times in arrays.
 *
 * <p>A set of stages is a bit mask: bit n stands for stage n. Limits are kept for the masks that
 * have occurred, in an array while there are few stages.
 */
final class RuleTable {
  /** The most that the tickets of one match may take as JSON together, bytes. */
  static final int MOST_BYTES = 768 * 1_024;

  private static final int FEW_STAGES = 10;

  final Profile profile;

  /** The first stage's rules; kinds, names and defaults are the same at every stage. */
  final Rules rules;

  /** Attribute by attribute the loosest over all stages. */
  final Rules loosest;

  final List<Rule.NumberDifference> numbers;
  final List<Rule.StringEquality> equalities;
  final List<Rule.Intersection> intersections;

  /** Null when there is none. */
  final Rule.Latencies latencies;

  final int numberCount;
  final int listCount;

  /** The fewest players that fill a match at any stage. */
  final int smallestFull;

  /** Whether all stages want teams of the same number and the same greatest size. */
  final boolean sameTeams;

  /** Whether at any stage a match may have fewer players than a full one. */
  final boolean takesPartial;

  /** Whether the groups near by the first number are exactly those who could meet. */
  final boolean indexTellsPartners;

  /** One team, and at most one number to look at beside equal texts: matches are windows. */
  final boolean isLine;

  final long expirationMillis;

  private final Limits[] byStage;
  private final long[] afterMillis;
  private final String[] names;
  private final Limits[] byFewStages;
  private final Map<Integer, Limits> byManyStages = new HashMap<>();

  RuleTable(Profile profile) {
    this.profile = profile;
    this.rules = profile.initial();
    this.loosest = profile.mostRelaxed();
    this.numbers = rules.numbers();
    this.equalities = rules.equalities();
    this.intersections = rules.intersections();
    this.latencies = rules.latencies().orElse(null);
    this.numberCount = numbers.size();
    this.listCount = intersections.size();
    this.expirationMillis = profile.periods().ticketExpirationMillis();
    this.byStage =
        profile.stages().stream().map(stage -> new Limits(stage.rules())).toArray(Limits[]::new);
    this.afterMillis = profile.stages().stream().mapToLong(Stage::afterMillis).toArray();
    this.names = profile.stages().stream().map(Stage::name).toArray(String[]::new);
    this.byFewStages = byStage.length <= FEW_STAGES ? new Limits[1 << byStage.length] : null;
    int smallest = byStage[0].full;
    boolean same = true;
    boolean partial = false;
    for (var limits : byStage) {
      smallest = Math.min(smallest, limits.full);
      partial |= limits.minTeamSize < limits.maxTeamSize;
      same &= limits.teamCount == byStage[0].teamCount;
      same &= limits.maxTeamSize == byStage[0].maxTeamSize;
    }
    this.smallestFull = smallest;
    this.sameTeams = same;
    this.takesPartial = partial;
    this.indexTellsPartners =
        byStage.length == 1 && numberCount <= 1 && listCount == 0 && latencies == null;
    this.isLine =
        same
            && byStage[0].teamCount == 1
            && numberCount <= 1
            && listCount == 0
            && latencies == null;
  }

  int stageCount() {
    return byStage.length;
  }

  /** The age at which a stage begins, ms. */
  long afterMillis(int stage) {
    return afterMillis[stage];
  }

  /** {@code initial}, or the age at which the stage begins in seconds, in digits. */
  String name(int stage) {
    return names[stage];
  }

  /** The stage of a group that has searched for so long. */
  int stageAt(long ageMillis) {
    int stage = 0;
    while (stage + 1 < afterMillis.length && afterMillis[stage + 1] <= ageMillis) {
      stage++;
    }
    return stage;
  }

  /** The limits in force among groups at one stage. */
  Limits at(int stage) {
    return byStage[stage];
  }

  /** The limits in force among groups at these stages. */
  Limits inForce(int stages) {
    var known = byFewStages != null ? byFewStages[stages] : byManyStages.get(stages);
    return known != null ? known : combine(stages);
  }

  private Limits combine(int stages) {
    int lowest = Integer.numberOfTrailingZeros(stages);
    int others = stages & ~(1 << lowest);
    var limits = others == 0 ? byStage[lowest] : byStage[lowest].strictest(inForce(others));
    if (byFewStages != null) {
      byFewStages[stages] = limits;
    } else {
      byManyStages.put(stages, limits);
    }
    return limits;
  }
}
