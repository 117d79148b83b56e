package dev.muster.bench;

import dev.muster.engine.profile.Expansion;
import dev.muster.engine.profile.Periods;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.profile.RuleAttributes;
import dev.muster.engine.profile.RuleDefinition;
import dev.muster.engine.profile.RuleType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * The rules of the advanced example: one team of four by latency, rating, mode, map and backfill
 * group size, wider after 30, 60 and 180 s.
 */
public final class AdvancedExample {
  private AdvancedExample() {}

  static Profile profile() {
    return profile(50);
  }

  /**
   * The same with another first range of ratings.
   *
   * @param maxDifference of elo_rating, before it widens to 150 after 30 s
   */
  public static Profile profile(int maxDifference) {
    return Profile.of(
        "advanced-example",
        new Periods(300_000, 60_000, 300_000),
        false,
        Map.of(
            "match_size",
            new RuleDefinition(RuleType.PLAYER_COUNT, players(4)),
            "beacons",
            new RuleDefinition(RuleType.LATENCIES, latencies(125, 125)),
            "elo_rating",
            new RuleDefinition(RuleType.NUMBER_DIFFERENCE, range(maxDifference)),
            "selected_game_mode",
            new RuleDefinition(RuleType.STRING_EQUALITY, RuleAttributes.NONE),
            "selected_map",
            new RuleDefinition(RuleType.INTERSECTION, overlapOfOne()),
            "backfill_group_size",
            new RuleDefinition(RuleType.INTERSECTION, overlapOfOne())),
        List.of(
            new Expansion(30_000, Map.of("elo_rating", range(150), "beacons", latencies(125, 250))),
            new Expansion(60_000, Map.of("elo_rating", range(200))),
            new Expansion(
                180_000, Map.of("match_size", players(1), "beacons", latencies(99_999, 99_999)))));
  }

  private static RuleAttributes players(int minTeamSize) {
    return new RuleAttributes(1, minTeamSize, 4, null, null, null, null);
  }

  private static RuleAttributes latencies(int difference, int maxLatency) {
    return new RuleAttributes(
        null,
        null,
        null,
        BigDecimal.valueOf(difference),
        BigDecimal.valueOf(maxLatency),
        null,
        null);
  }

  private static RuleAttributes range(int maxDifference) {
    return new RuleAttributes(
        null, null, null, null, null, BigDecimal.valueOf(maxDifference), null);
  }

  private static RuleAttributes overlapOfOne() {
    return new RuleAttributes(null, null, null, null, null, null, 1);
  }
}
