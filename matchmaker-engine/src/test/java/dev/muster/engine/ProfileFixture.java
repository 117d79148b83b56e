package dev.muster.engine;

import dev.muster.engine.profile.Expansion;
import dev.muster.engine.profile.Fallback;
import dev.muster.engine.profile.Periods;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.profile.RuleAttributes;
import dev.muster.engine.profile.RuleDefinition;
import dev.muster.engine.profile.RuleType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes profiles the way a designer would, for tests. */
public final class ProfileFixture {
  private final Map<String, RuleDefinition> rules = new HashMap<>();
  private final List<Expansion> expansions = new ArrayList<>();
  private boolean backfillOnly;
  private long expirationMillis = 300_000;

  private ProfileFixture() {}

  public static ProfileFixture teams(int teamCount, int minTeamSize, int maxTeamSize) {
    var fixture = new ProfileFixture();
    fixture.rules.put(
        "match_size",
        new RuleDefinition(
            RuleType.PLAYER_COUNT, playerCount(teamCount, minTeamSize, maxTeamSize)));
    return fixture;
  }

  /** The advanced example of the Edgegap document. */
  public static ProfileFixture advancedExample() {
    return teams(1, 4, 4)
        .latencies("beacons", "125", "125")
        .number("elo_rating", "50")
        .equality("selected_game_mode")
        .intersection("selected_map", 1)
        .intersection("backfill_group_size", 1)
        .after(30, "elo_rating", maxDifference("150"))
        .after(30, "beacons", latencies("125", "250"))
        .after(60, "elo_rating", maxDifference("200"))
        .after(180, "match_size", playerCount(1, 1, 4))
        .after(180, "beacons", latencies("99999", "99999"));
  }

  public ProfileFixture number(String name, String maxDifference) {
    return rule(name, RuleType.NUMBER_DIFFERENCE, maxDifference(maxDifference), null);
  }

  public ProfileFixture number(String name, String maxDifference, String fallback) {
    return rule(
        name,
        RuleType.NUMBER_DIFFERENCE,
        maxDifference(maxDifference),
        new Fallback.OfNumber(new BigDecimal(fallback)));
  }

  public ProfileFixture equality(String name) {
    return rule(name, RuleType.STRING_EQUALITY, RuleAttributes.NONE, null);
  }

  public ProfileFixture equality(String name, String fallback) {
    return rule(name, RuleType.STRING_EQUALITY, RuleAttributes.NONE, new Fallback.OfText(fallback));
  }

  public ProfileFixture intersection(String name, int overlap) {
    return rule(name, RuleType.INTERSECTION, overlap(overlap), null);
  }

  public ProfileFixture intersection(String name, int overlap, List<String> fallback) {
    return rule(name, RuleType.INTERSECTION, overlap(overlap), new Fallback.OfList(fallback));
  }

  public ProfileFixture latencies(String name, String difference, String maxLatency) {
    return rule(name, RuleType.LATENCIES, latencies(difference, maxLatency), null);
  }

  public ProfileFixture rule(
      String name, RuleType type, RuleAttributes attributes, Fallback fallback) {
    rules.put(name, new RuleDefinition(type, attributes, Optional.ofNullable(fallback)));
    return this;
  }

  /** Overwrites attributes of one rule from an age on; several calls may name the same age. */
  public ProfileFixture after(long seconds, String rule, RuleAttributes attributes) {
    for (int i = 0; i < expansions.size(); i++) {
      if (expansions.get(i).afterMillis() == seconds * 1_000) {
        var both = new HashMap<>(expansions.get(i).rules());
        both.put(rule, attributes);
        expansions.set(i, new Expansion(seconds * 1_000, both));
        return this;
      }
    }
    expansions.add(new Expansion(seconds * 1_000, Map.of(rule, attributes)));
    return this;
  }

  public ProfileFixture expiresAfterMillis(long millis) {
    expirationMillis = millis;
    return this;
  }

  public ProfileFixture backfillOnly() {
    backfillOnly = true;
    return this;
  }

  public Profile build() {
    return Profile.of(
        "queue", new Periods(expirationMillis, 60_000, 300_000), backfillOnly, rules, expansions);
  }

  public static RuleAttributes playerCount(
      Integer teamCount, Integer minTeamSize, Integer maxTeamSize) {
    return new RuleAttributes(teamCount, minTeamSize, maxTeamSize, null, null, null, null);
  }

  public static RuleAttributes maxDifference(String maxDifference) {
    return new RuleAttributes(null, null, null, null, null, decimal(maxDifference), null);
  }

  public static RuleAttributes latencies(String difference, String maxLatency) {
    return new RuleAttributes(
        null, null, null, decimal(difference), decimal(maxLatency), null, null);
  }

  public static RuleAttributes overlap(int overlap) {
    return new RuleAttributes(null, null, null, null, null, null, overlap);
  }

  private static BigDecimal decimal(String text) {
    return text == null ? null : new BigDecimal(text);
  }
}
