package dev.muster.engine.plain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.ProfileFixture;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The worked examples of Edgegap's matchmaker documentation, by the names of its players. Where the
 * document has a figure instead of values, the values here are chosen to make its statement true.
 */
class WorkedExamplesTest {
  private static final Map<String, String> MODES =
      Map.of(
          "Alice", "Free For All",
          "Bob", "Free For All",
          "Dave", "Free For All",
          "Erin", "Capture The Flag",
          "Charlie", "Capture The Flag",
          "Frank", "capture the flag");
  private static final Map<String, Integer> RATINGS =
      Map.of("Alice", 1000, "Bob", 1040, "Charlie", 1090);
  private static final Map<String, Map<String, Double>> LATENCIES =
      Map.of(
          "Alice", Map.of("Chicago", 12.3, "Los Angeles", 145.6, "Tokyo", 233.2),
          "Bob", Map.of("Chicago", 87.3, "Los Angeles", 32.4, "Tokyo", 253.2),
          "Charlie", Map.of("Chicago", 215.6, "Los Angeles", 238.3, "Tokyo", 24.2));
  private static final Map<String, List<String>> MAPS =
      Map.of(
          "Alice", List.of("Airport", "Harbour"),
          "Bob", List.of("Airport", "Harbour", "Island"),
          "Charlie", List.of("Airport"),
          "Dave", List.of("Harbour"));

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "Alice Bob Dave, true",
    "Alice Erin, false",
    "Charlie Frank, false",
    "Erin Charlie, true",
  })
  void selectedGameModeIsEqualCaseSensitively(String players, boolean match) {
    var story = queueFor(players, size -> ProfileFixture.teams(1, size, size).equality("mode"));

    everyone(players, name -> story.comes(name, "mode", MODES.get(name)));

    assertThat(story.settle().lineups()).isEqualTo(match ? List.of(players) : List.of());
    if (match) {
      assertThat(story.onlyMatch().equality())
          .containsExactly(Map.entry("mode", MODES.get(players.split(" ", -1)[0])));
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "Alice Bob, true",
    "Bob Charlie, true",
    "Alice Charlie, false",
    "Alice Bob Charlie, false",
  })
  void eloRatingLiesWithinFiftyOverAllPlayersNotInAChain(String players, boolean match) {
    var story = queueFor(players, size -> ProfileFixture.teams(1, size, size).number("elo", "50"));

    everyone(players, name -> story.comes(name, "elo", RATINGS.get(name)));

    assertThat(story.settle().lineups()).isEqualTo(match ? List.of(players) : List.of());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"Alice Bob, Chicago", "Alice Charlie,", "Bob Charlie,"})
  void beaconsNeedOneWithinTwoHundredAndAHundredApart(String players, String location) {
    var story =
        queueFor(
            players,
            size -> ProfileFixture.teams(1, size, size).latencies("beacons", "100", "200"));

    everyone(players, name -> story.comes(name, "beacons", LATENCIES.get(name)));

    assertThat(story.settle().matches())
        .extracting(match -> match.location())
        .isEqualTo(location == null ? List.of() : List.of(location));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "Alice Bob Charlie, Airport",
    "Alice Bob Dave, Harbour",
    "Alice Bob Charlie Dave,",
    "Charlie Dave,"
  })
  void selectedMapIsSharedByAll(String players, String map) {
    var story =
        queueFor(players, size -> ProfileFixture.teams(1, size, size).intersection("maps", 1));

    everyone(players, name -> story.comes(name, "maps", MAPS.get(name)));

    assertThat(story.settle().matches())
        .extracting(match -> match.intersection().get("maps"))
        .isEqualTo(map == null ? List.of() : List.of(List.of(map)));
  }

  /** One team of exactly four: 4, 3+1, 2+2, 2+1+1, 1+1+1+1, and what does not fit. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "4, true",
    "3 1, true",
    "2 2, true",
    "2 1 1, true",
    "1 1 1 1, true",
    "3 2, false",
    "2 2 1, '2 2'",
    "3 3, false",
    "2 1, false",
    "3 2 1, '3 1'",
    "3 2 2, '2 2'",
  })
  void groupsFitIntoATeamOfFourWithoutSplittingOrOverfilling(String sizes, String outcome) {
    var story = new Story(ProfileFixture.teams(1, 4, 4));

    arrive(story, sizes);

    assertThat(sizesOf(story.settle())).isEqualTo(expected(sizes, outcome));
  }

  /** Two teams of four. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "4 4, '4 | 4'",
    "3 2 2 1, '3 1 | 2 2'",
    "3 3 1 1, '3 1 | 3 1'",
    "2 1 1 2 2, '2 2 | 1 1 2'",
    "3 3 2, false",
    "4 3, false",
    "4 3 2, false",
  })
  void groupsFitIntoTwoTeamsOfFour(String sizes, String outcome) {
    var story = new Story(ProfileFixture.teams(2, 4, 4));

    arrive(story, sizes);

    assertThat(sizesOf(story.settle())).isEqualTo(expected(sizes, outcome));
  }

  @Test
  void expansionsOfTheAdvancedExampleLetEachPlayerInWhenTheirStageComes() {
    // Given four with 150 between lowest and highest rating and up to 240 ms to Chicago
    var story = new Story(ProfileFixture.advancedExample());
    story.comesTogether("Alice", List.of(advanced(1000, 120)));
    story.comesTogether("Bob", List.of(advanced(1050, 120)));
    story.comesTogether("Charlie", List.of(advanced(1100, 120)));
    story.comesTogether("Dave", List.of(advanced(1150, 240)));

    // When half a minute passes
    story.at(29_999);
    assertThat(story.lineups()).isEmpty();
    story.at(30_000);

    // Then the range of 150 and the latency of 250 let them in
    assertThat(story.lineups()).containsExactly("Alice Bob Charlie Dave");
    assertThat(story.onlyMatch().expansion()).isEqualTo("30");
    assertThat(story.onlyMatch().location()).isEqualTo("Chicago");
  }

  @Test
  void theAdvancedExampleWidensToTwoHundredAfterAMinute() {
    var story = new Story(ProfileFixture.advancedExample());
    story.comesTogether("Alice", List.of(advanced(1000, 100)));
    story.comesTogether("Bob", List.of(advanced(1000, 100)));
    story.comesTogether("Charlie", List.of(advanced(1000, 100)));
    story.comesTogether("Dave", List.of(advanced(1200, 100)));

    assertThat(story.at(59_999).lineups()).isEmpty();
    assertThat(story.at(60_000).lineups()).containsExactly("Alice Bob Charlie Dave");
    assertThat(story.onlyMatch().expansion()).isEqualTo("60");
  }

  @Test
  void theAdvancedExampleTakesOneToFourPlayersAtAnyLatencyJustBeforeItExpires() {
    // Given three of whom one has a latency that only the last stage allows
    var story = new Story(ProfileFixture.advancedExample());
    story.comesTogether("Alice", List.of(advanced(1000, 100)));
    story.comesTogether("Bob", List.of(advanced(1000, 100)));
    story.comesTogether("Charlie", List.of(advanced(1200, 2_000)));

    // When the last stage, which begins after 180 s, is about to end with the search
    assertThat(story.at(298_999).lineups()).isEmpty();
    story.at(299_000);

    // Then those there are play
    assertThat(story.lineups()).containsExactly("Alice Bob Charlie");
    assertThat(story.onlyMatch().expansion()).isEqualTo("180");
    assertThat(story.onlyMatch().intersection())
        .containsEntry("selected_map", List.of("Airport"))
        .containsEntry("backfill_group_size", List.of("new", "1"));
  }

  private static Map<String, dev.muster.engine.ticket.AttributeValue> advanced(
      int rating, int latency) {
    return dev.muster.engine.AttributesFixture.attributes(
        "beacons", Map.of("Chicago", latency),
        "elo_rating", rating,
        "selected_game_mode", "quickplay",
        "selected_map", List.of("Airport"),
        "backfill_group_size", List.of("new", "1"));
  }

  private static Story queueFor(
      String players, java.util.function.IntFunction<ProfileFixture> profile) {
    return new Story(profile.apply(players.split(" ", -1).length));
  }

  private static void everyone(String players, java.util.function.Consumer<String> comes) {
    Arrays.stream(players.split(" ", -1)).forEach(comes);
  }

  private static void arrive(Story story, String sizes) {
    var all = sizes.split(" ", -1);
    for (int i = 0; i < all.length; i++) {
      story.comesAs("g" + i, Integer.parseInt(all[i]));
    }
  }

  private static List<String> expected(String sizes, String outcome) {
    return switch (outcome) {
      case "true" -> List.of(sizes);
      case "false" -> List.of();
      default -> List.of(outcome);
    };
  }

  private static List<String> sizesOf(Story story) {
    return story.matches().stream()
        .map(
            match ->
                match.teams().stream()
                    .map(
                        team ->
                            team.groups().stream()
                                .map(search -> Integer.toString(search.group().size()))
                                .collect(java.util.stream.Collectors.joining(" ")))
                    .collect(java.util.stream.Collectors.joining(" | ")))
        .toList();
  }
}
