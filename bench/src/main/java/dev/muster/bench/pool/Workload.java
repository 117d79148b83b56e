package dev.muster.bench.pool;

import dev.muster.engine.profile.Periods;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.profile.RuleAttributes;
import dev.muster.engine.profile.RuleDefinition;
import dev.muster.engine.profile.RuleType;
import dev.muster.engine.ticket.AttributeValue;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rules of a run over a file of players. */
enum Workload {
  /** Two players, no other rule. */
  A(1, 2, false, false, 0),
  /** Four players of one region, every pair within 50. */
  B(1, 4, true, false, 50),
  /** Ten players of one region and mode, every pair within 100. */
  C(1, 10, true, true, 100),
  /** Ten players of one region, parties whole. */
  D(1, 10, true, false, 0),
  /** Two teams of five of one region, parties whole, 100 within a team and between averages. */
  E(2, 5, true, false, 100);

  static final String REGION = "region";
  static final String MODE = "mode";
  static final String RANK = "rank";

  private static final long DAY_MILLIS = 86_400_000;

  final int teamCount;
  final int teamSize;
  final boolean sameRegion;
  final boolean sameMode;

  /** How far ranks may lie apart; 0: as far as they like. */
  final int range;

  Workload(int teamCount, int teamSize, boolean sameRegion, boolean sameMode, int range) {
    this.teamCount = teamCount;
    this.teamSize = teamSize;
    this.sameRegion = sameRegion;
    this.sameMode = sameMode;
    this.range = range;
  }

  /** Players in a match. */
  int players() {
    return teamCount * teamSize;
  }

  Profile profile() {
    var rules = new HashMap<String, RuleDefinition>();
    rules.put(
        "match_size",
        new RuleDefinition(
            RuleType.PLAYER_COUNT,
            new RuleAttributes(teamCount, teamSize, teamSize, null, null, null, null)));
    if (sameRegion) {
      rules.put(REGION, new RuleDefinition(RuleType.STRING_EQUALITY, RuleAttributes.NONE));
    }
    if (sameMode) {
      rules.put(MODE, new RuleDefinition(RuleType.STRING_EQUALITY, RuleAttributes.NONE));
    }
    if (range > 0) {
      rules.put(
          RANK,
          new RuleDefinition(
              RuleType.NUMBER_DIFFERENCE,
              new RuleAttributes(null, null, null, null, null, BigDecimal.valueOf(range), null)));
    }
    return Profile.of(
        "workload-" + name(), new Periods(DAY_MILLIS, 60_000, 300_000), false, rules, List.of());
  }

  /** The attributes that a rule looks at: the door refuses others. */
  Map<String, AttributeValue> select(Map<String, AttributeValue> all) {
    var selected = new HashMap<>(all);
    if (!sameRegion) {
      selected.remove(REGION);
    }
    if (!sameMode) {
      selected.remove(MODE);
    }
    if (range == 0) {
      selected.remove(RANK);
    }
    return selected;
  }
}
