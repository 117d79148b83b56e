package dev.muster.engine.profile;

import static dev.muster.engine.ProfileFixture.maxDifference;
import static dev.muster.engine.ProfileFixture.playerCount;
import static dev.muster.engine.ProfileFixture.teams;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.engine.ProfileFixture;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileTest {
  @Test
  void laysExpansionsOutAsStagesEachOnTopOfTheOneBefore() {
    var profile = ProfileFixture.advancedExample().build();

    assertThat(profile.stages())
        .extracting(Stage::name)
        .containsExactly("initial", "30", "60", "180");
    var last = profile.stageAt(1_000_000).rules();
    assertThat(last.playerCount().minTeamSize()).isEqualTo(1);
    assertThat(last.numbers().get(0).maxDifference()).isEqualTo(200 * Millionths.ONE);
    assertThat(profile.stageAt(60_000).rules().latencies().orElseThrow().maxLatency())
        .as("kept from the stage before")
        .isEqualTo(250 * Millionths.ONE);
  }

  @Test
  void aStageBeginsAtExactlyItsAge() {
    var profile = ProfileFixture.advancedExample().build();

    assertThat(profile.stageIndexAt(-1)).isZero();
    assertThat(profile.stageIndexAt(29_999)).isZero();
    assertThat(profile.stageIndexAt(30_000)).isEqualTo(1);
    assertThat(profile.stageAt(180_000).name()).isEqualTo("180");
  }

  @Test
  void sortsExpansionsByAge() {
    var profile =
        teams(1, 2, 2)
            .number("elo", "1")
            .after(60, "elo", maxDifference("3"))
            .after(30, "elo", maxDifference("2"))
            .build();

    assertThat(profile.stages()).extracting(Stage::name).containsExactly("initial", "30", "60");
    assertThat(profile.stages().get(2).rules().numbers().get(0).maxDifference())
        .isEqualTo(3 * Millionths.ONE);
  }

  @Test
  void takesTheLoosestOfAllStagesAttributeByAttribute() {
    var relaxed =
        teams(1, 2, 4)
            .number("elo", "50")
            .after(10, "match_size", playerCount(null, 1, 2))
            .after(20, "elo", maxDifference("10"))
            .build()
            .mostRelaxed();

    assertThat(relaxed.playerCount().minTeamSize()).isEqualTo(1);
    assertThat(relaxed.playerCount().maxTeamSize()).isEqualTo(4);
    assertThat(relaxed.numbers().get(0).maxDifference()).isEqualTo(50 * Millionths.ONE);
  }

  @Test
  void theStricterOfTwoStagesHoldsUnlessTheyWantDifferentNumbersOfTeams() {
    var profile =
        teams(2, 2, 4)
            .number("elo", "50")
            .after(10, "match_size", playerCount(null, 1, 3))
            .after(20, "match_size", playerCount(1, null, null))
            .build();

    var strict = profile.initial().strictest(profile.stageAt(10_000).rules()).orElseThrow();
    assertThat(strict.playerCount().minTeamSize()).isEqualTo(2);
    assertThat(strict.playerCount().maxTeamSize()).isEqualTo(3);
    assertThat(profile.initial().strictest(profile.stageAt(20_000).rules())).isEmpty();
  }

  @Test
  void refusesAProfileWithoutPlayerCountOrWithTwo() {
    assertThat(problems(Map.of(), List.of()))
        .containsExactly("rules: needs a rule of type playerCount, exactly one");
    var count = new RuleDefinition(RuleType.PLAYER_COUNT, playerCount(1, 1, 1));
    assertThat(problems(Map.of("a", count, "b", count), List.of()))
        .containsExactly("rules: has 2 rules of type playerCount [a, b], exactly one is expected");
  }

  @Test
  void refusesTwoRulesOnLatencies() {
    var latencies = new RuleDefinition(RuleType.LATENCIES, ProfileFixture.latencies("1", "1"));
    assertThat(
            problems(
                Map.of(
                    "a", latencies,
                    "b", latencies,
                    "c", new RuleDefinition(RuleType.PLAYER_COUNT, playerCount(1, 1, 1))),
                List.of()))
        .containsExactly("rules: has 2 rules of type latencies [a, b], at most one is expected");
  }

  @Test
  void namesEveryFieldAtFaultAtOnce() {
    var rules =
        Map.of(
            "match_size", new RuleDefinition(RuleType.PLAYER_COUNT, playerCount(0, 1, null)),
            "elo", new RuleDefinition(RuleType.NUMBER_DIFFERENCE, maxDifference("-1")),
            "mode", new RuleDefinition(RuleType.STRING_EQUALITY, ProfileFixture.overlap(1)),
            "maps",
                new RuleDefinition(
                    RuleType.INTERSECTION,
                    ProfileFixture.overlap(1),
                    Optional.of(new Fallback.OfNumber(BigDecimal.ONE))));

    assertThat(problems(rules, List.of()))
        .containsExactly(
            "rules.elo.maxDifference: is -1, a number from 0 to 100000000 is expected",
            "rules.maps.default: must be a list of at least one string",
            "rules.match_size.maxTeamSize: is required by type playerCount",
            "rules.match_size.teamCount: is 0, at least 1 is expected",
            "rules.mode.overlap: is not an attribute of type stringEquality, which has none");
  }

  @Test
  void refusesExpansionsThatCannotWork() {
    var rules =
        Map.of("match_size", new RuleDefinition(RuleType.PLAYER_COUNT, playerCount(2, 1, 4)));
    var expansions =
        List.of(
            new Expansion(500, Map.of()),
            new Expansion(30_000, Map.of("elo", maxDifference("1"))),
            new Expansion(30_000, Map.of("match_size", maxDifference("1"))));

    assertThat(problems(rules, expansions))
        .containsExactly(
            "expansions[0].after: must be whole seconds, at least 1s",
            "expansions[1].rules.elo: names no rule of this profile; known are [match_size]",
            "expansions[2].after: is 30s, as another expansion's; each needs its own time",
            "expansions[2].rules.match_size.maxDifference: is not an attribute of type playerCount,"
                + " which has teamCount, minTeamSize, maxTeamSize");
  }

  @Test
  void refusesStagesThatContradictThemselves() {
    var rules =
        Map.of("match_size", new RuleDefinition(RuleType.PLAYER_COUNT, playerCount(2, 3, 4)));

    assertThat(
            problems(
                rules,
                List.of(new Expansion(30_000, Map.of("match_size", playerCount(null, null, 2))))))
        .containsExactly(
            "expansions[0].rules.match_size.minTeamSize: is 3, above maxTeamSize 2 from 30s on");
    assertThat(
            problems(
                Map.of(
                    "match_size", new RuleDefinition(RuleType.PLAYER_COUNT, playerCount(3, 1, 86))),
                List.of()))
        .containsExactly(
            "rules.match_size.maxTeamSize: is 86 in 3 teams, more than 256 players in a match");
  }

  @ParameterizedTest
  @CsvSource({"2, 2, false", "2, 1, true", "3, 2, false"})
  void findsADefaultThatIsShorterThanEveryOverlap(int first, int later, boolean isOfUse) {
    // Given a default of one value, and an expansion that asks for fewer
    var profile =
        profile(
            new RuleDefinition(
                RuleType.INTERSECTION,
                ProfileFixture.overlap(first),
                Optional.of(new Fallback.OfList(List.of("a")))),
            ProfileFixture.overlap(later));
    // Then
    assertThat(RefusedDefaults.of(profile).isEmpty()).isEqualTo(isOfUse);
  }

  @ParameterizedTest
  @CsvSource({"999, 300, false", "300, 300, true", "200, 300, true"})
  void findsADefaultThatIsBeyondEveryMaxLatency(int far, int later, boolean isOfUse) {
    // Given
    var profile =
        profile(
            new RuleDefinition(
                RuleType.LATENCIES,
                ProfileFixture.latencies("100", "200"),
                Optional.of(new Fallback.OfLatencies(Map.of("Chicago", new BigDecimal(far))))),
            ProfileFixture.latencies("100", String.valueOf(later)));
    // Then
    assertThat(RefusedDefaults.of(profile).isEmpty()).isEqualTo(isOfUse);
  }

  private static Profile profile(RuleDefinition rule, RuleAttributes later) {
    return Profile.of(
        "queue",
        new Periods(1, 1, 1),
        false,
        Map.of(
            "match_size",
            new RuleDefinition(RuleType.PLAYER_COUNT, playerCount(1, 2, 2)),
            "rule",
            rule),
        List.of(new Expansion(30_000, Map.of("rule", later))));
  }

  private static List<String> problems(
      Map<String, RuleDefinition> rules, List<Expansion> expansions) {
    var refused =
        catchThrowableOfType(
            InvalidProfile.class,
            () -> Profile.of("queue", new Periods(1, 1, 1), false, rules, expansions));
    return refused.problems().stream().map(Problem::toString).toList();
  }
}
