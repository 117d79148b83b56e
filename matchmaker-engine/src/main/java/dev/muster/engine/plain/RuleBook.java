package dev.muster.engine.plain;

import dev.muster.engine.Entry;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.profile.Rules;
import dev.muster.engine.profile.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A profile, with the limits in force for every set of stages that has met so far.
 *
 * <p>A set of stages is a bit mask: bit n stands for stage n. There are at most 17 stages, and
 * limits are kept per mask, so they take memory for the combinations that occur and never more than
 * 2^17.
 */
final class RuleBook {
  /** The most that the tickets of one match may take as JSON together, bytes. */
  static final long MOST_BYTES = Entry.MOST_MATCH_BYTES;

  private final Profile profile;
  private final List<Limits> byStage;
  private final Map<Integer, Limits> byStages = new HashMap<>();

  RuleBook(Profile profile) {
    this.profile = profile;
    this.byStage = profile.stages().stream().map(stage -> new Limits(stage.rules())).toList();
  }

  Profile profile() {
    return profile;
  }

  /** The rules of the first stage; kinds, names and defaults are the same at every stage. */
  Rules rules() {
    return profile.initial();
  }

  Stage stage(int index) {
    return profile.stages().get(index);
  }

  int stageCount() {
    return byStage.size();
  }

  /** The limits in force among groups at one stage. */
  Limits at(int stage) {
    return byStage.get(stage);
  }

  /** The limits in force among groups at these stages. */
  Limits inForce(int stages) {
    var known = byStages.get(stages);
    if (known == null) {
      int lowest = Integer.numberOfTrailingZeros(stages);
      int others = stages & ~(1 << lowest);
      known = others == 0 ? at(lowest) : at(lowest).strictest(inForce(others));
      byStages.put(stages, known);
    }
    return known;
  }
}
