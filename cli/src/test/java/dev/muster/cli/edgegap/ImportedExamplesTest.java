package dev.muster.cli.edgegap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The worked examples of Edgegap's matchmaker documentation, each played on the imported
 * configuration that it speaks of. Where the document has a figure instead of values, the values
 * here are chosen to make its statement true.
 */
class ImportedExamplesTest {
  private static final Map<String, String> LATENCIES =
      Map.of(
          "Alice", "{\"Chicago\": 12.3, \"Los Angeles\": 145.6, \"Tokyo\": 233.2}",
          "Bob", "{\"Chicago\": 87.3, \"Los Angeles\": 32.4, \"Tokyo\": 253.2}",
          "Charlie", "{\"Chicago\": 215.6, \"Los Angeles\": 238.3, \"Tokyo\": 24.2}");
  private static final Map<String, Integer> RATINGS =
      Map.of("Alice", 1000, "Bob", 1040, "Charlie", 1090, "Dave", 1040, "Erin", 1045);
  private static final Map<String, String> MAPS =
      Map.of(
          "Alice", "[\"Airport\", \"Harbour\"]",
          "Bob", "[\"Airport\", \"Harbour\", \"Island\"]",
          "Charlie", "[\"Airport\"]",
          "Dave", "[\"Harbour\"]",
          "Anybody", "[\"Airport\", \"Harbour\", \"Island\"]");

  private static ImportedQueue advanced() {
    return ImportedQueue.of("advanced", "advanced-example");
  }

  private static String advanced(String beacons, int rating, String mode, String maps) {
    return """
    {"beacons": %s, "elo_rating": %d, "selected_game_mode": "%s", "selected_map": %s,
     "backfill_group_size": ["new", "1"]}"""
        .formatted(beacons, rating, mode, maps);
  }

  private static String rated(int rating, int latency) {
    return advanced("{\"Chicago\": " + latency + "}", rating, "quickplay", "[\"Airport\"]");
  }

  @Test
  void selectedGameModeMatchesCaseSensitively() {
    // Given the table's six players
    var queue = advanced();
    for (var name : List.of("Alice", "Bob", "Dave")) {
      queue.comes(name, advanced("{\"Chicago\": 20}", 1000, "Free For All", "[\"Airport\"]"));
    }
    for (var name : List.of("Erin", "Charlie")) {
      queue.comes(name, advanced("{\"Chicago\": 20}", 1000, "Capture The Flag", "[\"Airport\"]"));
    }
    queue.comes("Frank", advanced("{\"Chicago\": 20}", 1000, "capture the flag", "[\"Airport\"]"));
    // When the last stage, in which fewer than four may play, is about to end
    queue.atSecond(300);
    // Then
    assertThat(queue.lineups()).containsExactly("Alice Bob Dave", "Erin Charlie", "Frank");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "Alice Bob Dave Erin, true",
    "Bob Charlie Dave Erin, true",
    "Alice Bob Charlie Dave, false",
  })
  void eloRatingLiesWithinFiftyAtFirst(String players, boolean match) {
    var queue = advanced();
    for (var name : players.split(" ", -1)) {
      queue.comes(name, rated(RATINGS.get(name), 20));
    }
    assertThat(queue.atSecond(0).matches()).hasSize(match ? 1 : 0);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"Alice Bob, Chicago", "Alice Charlie,", "Bob Charlie,"})
  void beaconsNeedOneWithinTwoHundredAndAHundredApart(String players, String location) {
    var queue = ImportedQueue.of("simple", "simple-example");
    for (var name : players.split(" ", -1)) {
      queue.comes(name, "{\"beacons\": " + LATENCIES.get(name) + "}");
    }
    queue.atSecond(300);
    assertThat(queue.matches())
        .extracting(match -> match.location())
        .isEqualTo(location == null ? List.of() : List.of(location));
  }

  @Test
  void aTicketBeyondEveryMaxLatencyIsRefusedUnlessAnExpansionAllowsIt() {
    assertThat(
            ImportedQueue.of("simple", "simple-example").check("{\"beacons\": {\"Tokyo\": 201}}"))
        .extracting(problem -> problem.field())
        .containsExactly("attributes.beacons");
    assertThat(advanced().check(rated(1000, 9_000))).isEmpty();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "Alice Bob Charlie Anybody, Airport",
    "Alice Bob Dave Anybody, Harbour",
    "Alice Bob Charlie Dave,",
  })
  void selectedMapIsSharedByAll(String players, String map) {
    var queue = advanced();
    for (var name : players.split(" ", -1)) {
      queue.comes(name, advanced("{\"Chicago\": 20}", 1000, "quickplay", MAPS.get(name)));
    }
    assertThat(queue.atSecond(0).matches())
        .extracting(match -> match.intersection().get("selected_map"))
        .isEqualTo(map == null ? List.of() : List.of(List.of(map)));
  }

  /** Groups by name and size in one team of four: never split, never overfilled. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "a4, a4",
    "a3 b1, a3 b1",
    "a2 b2, a2 b2",
    "a2 b1 c1, a2 b1 c1",
    "a3 b2,",
    "a3 b3,",
    "a3 b2 c1, a3 c1",
    "a2 b1,",
  })
  void groupsFillATeamOfFour(String sizes, String together) {
    var queue = advanced();
    enter(queue, sizes, rated(1000, 20));
    assertThat(queue.atSecond(0).lineups())
        .isEqualTo(together == null ? List.of() : List.of(together));
  }

  /** Groups by name and size in two teams of five. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "a5 b5, a5 | b5",
    "a3 b4 c2 d1, a3 c2 | b4 d1",
    "a4 b4 c2,",
    "a5 b4,",
    "a3 b3 c3 d1,",
    "a2 b3 c2 d2 e1, a2 c2 e1 | b3 d2",
  })
  void groupsFillTwoTeamsOfFive(String sizes, String together) {
    var queue = ImportedQueue.of("competitive", "casual-example");
    enter(
        queue,
        sizes,
        "{\"beacons\": {\"Chicago\": 20}, \"selected_maps\": [\"Airport\"],"
            + " \"backfill_group_size\": [\"new\"]}");
    assertThat(queue.atSecond(0).lineups())
        .isEqualTo(together == null ? List.of() : List.of(together));
  }

  private static void enter(ImportedQueue queue, String sizes, String attributes) {
    for (var group : sizes.split(" ", -1)) {
      queue.comesAs(group, Integer.parseInt(group.substring(1)), attributes);
    }
  }

  /** Four in a row: who is too far from the others at first waits for the stage that allows it. */
  @ParameterizedTest(name = "rated {0}, {1} ms: at {2} s in stage {3}")
  @CsvSource({
    "1050, 120, 0, initial",
    "1051, 120, 30, 30",
    "1050, 126, 30, 30",
    "1150, 245, 30, 30",
    "1151, 120, 60, 60",
    "1200, 245, 60, 60",
    "1200, 251, 180, 180",
    "1000, 9000, 180, 180",
  })
  void expansionsLetTheFourthInWhenTheirStageComes(
      int rating, int latency, int second, String stage) {
    // Given
    var queue = advanced();
    for (var name : List.of("Alice", "Bob", "Charlie")) {
      queue.comes(name, rated(1000, 120));
    }
    queue.comes("Dave", rated(rating, latency));
    // When
    if (second > 0) {
      queue.atSecond(second - 1);
      assertThat(queue.lineups()).isEmpty();
    }
    queue.atSecond(second);
    // Then
    assertThat(queue.lineups()).containsExactly("Alice Bob Charlie Dave");
    assertThat(queue.matches().get(0).expansion()).isEqualTo(stage);
  }

  /** The last stage: one to four players, shortly before they would expire. */
  @ParameterizedTest
  @CsvSource({"Alice", "Alice Bob", "Alice Bob Charlie"})
  void fewerThanFourPlayWhenTimeIsAlmostOver(String players) {
    var queue = advanced();
    for (var name : players.split(" ", -1)) {
      queue.comes(name, rated(1000, 120));
    }
    assertThat(queue.atSecond(298).lineups()).isEmpty();
    assertThat(queue.atSecond(299).lineups()).containsExactly(players);
    assertThat(queue.matches().get(0).expansion()).isEqualTo("180");
  }

  /** The preview of injected variables, but for the stage: two are no match of four at first. */
  @Test
  void whatTwoPlayersOfTheAdvancedExampleAgreeOn() {
    // Given
    var queue = advanced();
    queue.comes(
        "cusfn10msflc73beiik0",
        advanced(
            "{\"Chicago\": 12.3, \"LosAngeles\": 145.6, \"Tokyo\": 233.2}",
            1337,
            "quickplay",
            "[\"DustII\", \"Airport\", \"BankVault\"]"));
    queue.comes(
        "cusfn18msflc73beiil0",
        advanced(
            "{\"Chicago\": 87.3, \"LosAngeles\": 32.4, \"Tokyo\": 253.2}",
            1339,
            "quickplay",
            "[\"Island\", \"Airport\"]"));
    // When
    queue.atSecond(300);
    // Then
    assertThat(queue.matches()).hasSize(1);
    var match = queue.matches().get(0);
    assertThat(match.teams()).hasSize(1);
    assertThat(match.equality()).containsExactly(Map.entry("selected_game_mode", "quickplay"));
    assertThat(match.intersection())
        .containsOnly(
            Map.entry("selected_map", List.of("Airport")),
            Map.entry("backfill_group_size", List.of("new", "1")));
  }

  @ParameterizedTest(name = "a group of {0} that says {1}: {2}")
  @CsvSource({
    "1, '[\"new\", \"1\"]', true",
    "2, '[\"2\"]', true",
    "1, '[\"new\"]', false",
    "3, '[\"3\"]', false",
  })
  void theBackfillExampleTakesOneGroupThatFits(int size, String sizes, boolean taken) {
    // Given the document's server with two players and room for two more
    var queue = ImportedQueue.of("backfill", "backfill-example");
    var first = "{\"beacons\": {\"New York\": 12.2, \"Los Angeles\": 45.3, \"Paris\": 78.3}";
    var second = "{\"beacons\": {\"New York\": 21.0, \"Los Angeles\": 30.2, \"Paris\": 101.1}";
    var room = ", \"backfill_group_size\": [\"2\", \"1\"]}";
    queue.wantsMore(
        "cd28e6c66554",
        Set.of(1, 2),
        List.of(
            ImportedQueue.group("192bb97e", 1, first + room),
            ImportedQueue.group("aea7df3c", 1, second + room)));
    // When
    queue.comesAs(
        "e0cf41c0",
        size,
        "{\"beacons\": {\"New York\": 30.2, \"Los Angeles\": 10.5, \"Paris\": 123.9},"
            + " \"backfill_group_size\": "
            + sizes
            + "}");
    queue.atSecond(20);
    // Then
    assertThat(queue.matches()).hasSize(taken ? 1 : 0);
    assertThat(queue.matches())
        .allSatisfy(match -> assertThat(match.backfill()).contains("cd28e6c66554"));
  }

  @Test
  void aBackfillOnlyProfileStartsNoMatches() {
    // Given
    var queue = ImportedQueue.of("backfill-only", "join-running");
    queue.comesAs("Alice", 8, "{\"backfill_group_size\": [\"8\"]}");
    queue.comesAs("Bob", 1, "{\"backfill_group_size\": [\"1\"]}");
    assertThat(queue.atSecond(9).matches()).isEmpty();
    // When
    queue.wantsMore(
        "server",
        Set.of(1),
        List.of(ImportedQueue.group("Charlie", 1, "{\"backfill_group_size\": [\"1\"]}")));
    queue.atSecond(30);
    // Then
    assertThat(queue.lineups()).containsExactly("Bob");
  }

  @Test
  void aCustomLobbyPlaysAmongItself() {
    // Given
    var queue = ImportedQueue.of("custom-lobby", "custom-lobby-example");
    for (var name : List.of("Alice", "Bob", "Charlie")) {
      queue.comes(name, "{\"lobby_id\": [\"red\"]}");
    }
    queue.comes("Erin", "{\"lobby_id\": [\"blue\"]}");
    assertThat(queue.atSecond(9).lineups()).isEmpty();
    // When the fourth comes, and time goes by for her who is alone
    queue.comes("Dave", "{\"lobby_id\": [\"red\"]}");
    assertThat(queue.atSecond(9).lineups()).containsExactly("Alice Bob Charlie Dave");
    queue.atSecond(180);
    // Then
    assertThat(queue.lineups()).containsExactly("Alice Bob Charlie Dave", "Erin");
  }

  /** Partial matches come shortly before a stage that allows them ends. */
  @ParameterizedTest(name = "{0}, {2} players: at {3} s in stage {4}")
  @CsvSource({
    "cooperative, cooperative-example, 4, 0, initial",
    "cooperative, cooperative-example, 2, 149, 60",
    "cooperative, cooperative-example, 1, 179, 150",
    "social, social-example, 50, 0, initial",
    "social, social-example, 20, 29, 15",
    "social, social-example, 10, 149, 30",
    "social, social-example, 1, 179, 150",
  })
  void partialMatchesWaitForTheEndOfTheirStage(
      String file, String name, int players, int second, String stage) {
    // Given
    var queue = ImportedQueue.of(file, name);
    var common =
        "{\"beacons\": {\"Chicago\": 20}, \"backfill_group_size\": [\"new\"], \"moderation_flags\":"
            + " [\"none\"], ";
    var attributes =
        file.equals("social")
            ? common + "\"selected_mode\": [\"party\"]}"
            : common
                + "\"selected_difficulty\": \"hard\", \"selected_map\": [\"Cave\"],"
                + " \"player_level\": 7}";
    for (int i = 0; i < players; i++) {
      queue.comes("player" + i, attributes);
    }
    // When
    if (second > 0) {
      assertThat(queue.atSecond(second - 1).matches()).isEmpty();
    }
    queue.atSecond(second);
    // Then
    assertThat(queue.matches()).hasSize(1);
    assertThat(queue.matches().get(0).teams().get(0).groups()).hasSize(players);
    assertThat(queue.matches().get(0).expansion()).isEqualTo(stage);
  }

  @Test
  void oldTeamSizesAreExactInEachStage() {
    // Given two teams of eight, which become two of four after ten seconds
    var queue = ImportedQueue.of("version-1", "ranked-8v8-2");
    queue.comesAs("Alice", 4, "{}");
    queue.comesAs("Bob", 4, "{}");
    // When
    assertThat(queue.atSecond(9).lineups()).isEmpty();
    queue.atSecond(10);
    // Then
    assertThat(queue.lineups()).containsExactly("Alice | Bob");
  }
}
