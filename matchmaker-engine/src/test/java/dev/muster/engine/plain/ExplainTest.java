package dev.muster.engine.plain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Explanation;
import dev.muster.engine.Explanation.ByRule;
import dev.muster.engine.ProfileFixture;
import dev.muster.engine.ticket.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Why a group waits: which rule refuses whom, by how much, and when it would accept. */
class ExplainTest {
  @Test
  void namesTheNearestMissAndWhenItWouldBeAccepted() {
    var story = new Story(ProfileFixture.advancedExample());
    comes(story, "Alice", 1000, 20);
    comes(story, "Bob", 1140, 20);
    comes(story, "Charlie", 1300, 20);
    story.settle();

    var explanation = explain(story, "Alice");

    assertThat(explanation.stage()).isEqualTo("initial");
    assertThat(explanation.candidates()).isEqualTo(2);
    assertThat(explanation.accepted()).isZero();
    assertThat(explanation.rules())
        .extracting(ByRule::rule)
        .containsExactly(
            "backfill_group_size",
            "beacons",
            "elo_rating",
            "match_size",
            "selected_game_mode",
            "selected_map");
    assertThat(rule(explanation, "elo_rating"))
        .isEqualTo(
            new ByRule(
                "elo_rating",
                2,
                List.of(90_000_000L, 250_000_000L),
                List.of(),
                Optional.of(
                    new Refusal(
                        "elo_rating",
                        90_000_000,
                        OptionalLong.of(30_000),
                        "1000 and 1140 are 140 apart, at most 50 is allowed"))));
    assertThat(rule(explanation, "beacons").nearestMiss()).isEmpty();
  }

  @Test
  void saysThatNoStageWouldAccept() {
    var story = new Story(ProfileFixture.advancedExample());
    comes(story, "Alice", 1000, 20);
    comes(story, "Charlie", 1300, 20);

    assertThat(
            rule(explain(story, "Alice"), "elo_rating")
                .nearestMiss()
                .orElseThrow()
                .acceptedAfterMillis())
        .isEmpty();
  }

  @Test
  void measuresEveryKindOfRule() {
    var story =
        new Story(
            ProfileFixture.teams(1, 4, 4)
                .latencies("beacons", "50", "100")
                .equality("mode")
                .intersection("maps", 2));
    story.comesAs(
        "Alice", 3, "beacons", Map.of("Tokyo", 10), "mode", "a", "maps", List.of("x", "y"));
    story.comesAs("Bob", 2, "beacons", Map.of("Tokyo", 90), "mode", "b", "maps", List.of("x", "z"));

    var explanation = explain(story, "Alice");

    assertThat(refusal(explanation, "beacons").excess()).isEqualTo(30_000_000);
    assertThat(refusal(explanation, "beacons").message())
        .isEqualTo(
            "no common beacon has latencies of at most 100 ms and 50 ms apart; the best of Tokyo is"
                + " beyond by 30 ms");
    assertThat(refusal(explanation, "mode").message()).isEqualTo("\"a\" and \"b\" are not equal");
    assertThat(refusal(explanation, "maps").excess()).isEqualTo(1);
    assertThat(refusal(explanation, "maps").message())
        .isEqualTo("the lists share 1 value, at least 2 are needed");
    assertThat(refusal(explanation, "match_size").excess()).isEqualTo(1);
    assertThat(refusal(explanation, "match_size").message())
        .isEqualTo("3 and 2 players without splitting a group, but a team takes 4");
  }

  @Test
  void saysThatNoBeaconIsCommon() {
    var story = new Story(ProfileFixture.teams(1, 4, 4).latencies("beacons", "50", "100"));
    story.comes("Alice", "beacons", Map.of("Tokyo", 10));
    story.comes("Bob", "beacons", Map.of("Paris", 10));

    var refusal = refusal(explain(story, "Alice"), "beacons");

    assertThat(refusal.excess()).isEqualTo(Long.MAX_VALUE);
    assertThat(refusal.message()).isEqualTo("no beacon is known to all players");
  }

  @Test
  void countsWhomAllRulesAcceptTogether() {
    var story = new Story(ProfileFixture.teams(1, 4, 4).number("elo", "50"));
    story.comes("Alice", "elo", 0);
    story.comes("Bob", "elo", 50);
    story.comes("Charlie", "elo", 51);

    assertThat(explain(story, "Alice").accepted()).isEqualTo(1);
  }

  @Test
  void tellsWhomOfThoseThatFitARuleKeepsApart() {
    var story = new Story(ProfileFixture.teams(1, 6, 6).number("elo", "50"));
    story.comes("Alice", "elo", 0);
    story.comesAs("Bob", 2, "elo", 40);
    story.comes("Charlie", "elo", -50);
    story.comes("Dave", "elo", -30);
    story.comes("Eve", "elo", 60);

    var explanation = explain(story, "Alice");

    assertThat(explanation.fittingPlayers()).isEqualTo(5);
    assertThat(rule(explanation, "elo").refused()).isEqualTo(1);
    assertThat(rule(explanation, "elo").excessesBetween())
        .containsExactly(20_000_000L, 40_000_000L);
    assertThat(rule(explanation, "match_size").refusedPairs()).isZero();
  }

  @Test
  void knowsNothingOfAGroupThatDoesNotSearch() {
    var story = new Story(ProfileFixture.teams(1, 4, 4));

    assertThat(story.matchmaking.explain("nobody", story.now())).isEmpty();
  }

  private static void comes(Story story, String name, int rating, int latency) {
    story.comes(
        name,
        "beacons",
        Map.of("Chicago", latency),
        "elo_rating",
        rating,
        "selected_game_mode",
        "quickplay",
        "selected_map",
        List.of("Airport"),
        "backfill_group_size",
        List.of("new", "1"));
  }

  private static Explanation explain(Story story, String name) {
    return story.matchmaking.explain(name, story.now()).orElseThrow();
  }

  private static ByRule rule(Explanation explanation, String name) {
    return explanation.rules().stream()
        .filter(rule -> rule.rule().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Refusal refusal(Explanation explanation, String name) {
    return rule(explanation, name).nearestMiss().orElseThrow();
  }
}
