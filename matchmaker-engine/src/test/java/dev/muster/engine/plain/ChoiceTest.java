package dev.muster.engine.plain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.ProfileFixture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which of several acceptable matches is made, and how teams are put together. */
class ChoiceTest {
  @Test
  void servesTheLongestWaitingFirst() {
    var story = new Story(ProfileFixture.teams(1, 2, 2).number("elo", "50"));
    story.comes("Alice", "elo", 0);
    story.silentlyAt(1).comes("Bob", "elo", 50);
    story.silentlyAt(2).comes("Charlie", "elo", 50);

    assertThat(story.settle().lineups()).containsExactly("Alice Bob");
  }

  @Test
  void prefersAMatchWithoutAGapEvenWhenMorePartnersAreLost() {
    // Given Bob, who lies between Alice and Charlie, and whom Dave and Erin could meet as well
    var story = new Story(ProfileFixture.teams(1, 2, 2).number("elo", "50").intersection("map", 1));
    story.comes("Alice", "elo", 0, "map", List.of("a"));
    story.comes("Bob", "elo", 40, "map", List.of("a", "c"));
    story.comes("Charlie", "elo", 45, "map", List.of("a"));
    story.comes("Dave", "elo", 40, "map", List.of("c"));
    story.comes("Erin", "elo", 40, "map", List.of("c"));

    assertThat(story.settle().lineups()).containsExactly("Alice Bob", "Dave Erin");
  }

  @Test
  void seesNoGapInSomebodyOfAnotherSize() {
    // Given Bobs, who lie between Alice and the other two but cannot stand in for one of them
    var story = new Story(ProfileFixture.teams(1, 3, 3).number("elo", "50"));
    story.comes("Alice", "elo", 0);
    story.comes("Charlie", "elo", 45);
    story.comes("Dave", "elo", 50);
    story.comesAs("Bobs", 2, "elo", 40);
    story.comes("Erin", "elo", 90);
    story.comesAs("Franks", 2, "elo", -45);

    assertThat(story.settle().lineups()).first().isEqualTo("Alice Franks");
  }

  @Test
  void prefersTheMatchWithTheFewestLostPartners() {
    // Given Bob, who is nearer to Alice and came first, but whom the Daves may yet need
    var story = new Story(ProfileFixture.teams(1, 4, 4).number("elo", "50"));
    story.comesAs("Alices", 3, "elo", 100);
    story.comesAs("Daves", 2, "elo", 20);
    story.comes("Bob", "elo", 60);
    story.comes("Charlie", "elo", 145);

    assertThat(story.settle().lineups()).containsExactly("Alices Charlie");
  }

  @Test
  void prefersTheNearestOfThoseThatLoseAsMany() {
    var story = new Story(ProfileFixture.teams(1, 2, 2).number("elo", "50"));
    story.comes("Alice", "elo", 100);
    story.comes("Bob", "elo", 60);
    story.comes("Charlie", "elo", 139);

    assertThat(story.settle().lineups()).containsExactly("Alice Charlie");
  }

  @Test
  void measuresNearnessByEachRulesOwnRange() {
    var story = new Story(ProfileFixture.teams(1, 2, 2).number("elo", "100").number("level", "5"));
    story.comes("Alice", "elo", 0, "level", 5);
    story.comes("Bob", "elo", 10, "level", 1);
    story.comes("Charlie", "elo", -40, "level", 6);

    assertThat(story.settle().lineups())
        .as("0.4 + 0.2 is nearer than 0.1 + 0.8")
        .containsExactly("Alice Charlie");
  }

  @Test
  void prefersTheLowestWorstLatencyAmongEquallyNear() {
    var story = new Story(ProfileFixture.teams(1, 2, 2).latencies("beacons", "100", "100"));
    story.comes("Alice", "beacons", Map.of("Chicago", 10, "Tokyo", 10));
    story.comes("Bob", "beacons", Map.of("Chicago", 90));
    story.comes("Charlie", "beacons", Map.of("Tokyo", 80));

    story.settle();

    assertThat(story.lineups()).containsExactly("Alice Charlie");
    assertThat(story.onlyMatch().location()).isEqualTo("Tokyo");
  }

  @Test
  void prefersWhoCameFirstWhenAllElseIsEqual() {
    var story = new Story(ProfileFixture.teams(1, 2, 2));
    story.comes("Alice");
    story.comes("Bob");
    story.comes("Charlie");

    assertThat(story.settle().lineups()).containsExactly("Alice Bob");
  }

  @Test
  void putsTheBeaconOfTwoEquallyGoodOnesByName() {
    var story = new Story(ProfileFixture.teams(1, 1, 1).latencies("beacons", "100", "100"));
    story.comes("Alice", "beacons", Map.of("Tokyo", 10, "Chicago", 10, "Paris", 20));

    assertThat(story.settle().onlyMatch().location()).isEqualTo("Chicago");
  }

  @Test
  void makesTwoTeamsOfTwoFromAPairAndTwoSolos() {
    var story = new Story(ProfileFixture.teams(2, 2, 2));
    story.comes("Alice");
    story.comesAs("Bobs", 2);
    story.comes("Charlie");

    assertThat(story.settle().lineups()).containsExactly("Alice Charlie | Bobs");
  }

  @Test
  void splitsTeamsSoThatTheirAveragesAreClosest() {
    var story = new Story(ProfileFixture.teams(2, 2, 2).number("elo", "100"));
    story.comes("Alice", "elo", 0);
    story.comes("Bob", "elo", 30);
    story.comes("Charlie", "elo", 60);
    story.comes("Dave", "elo", 100);

    assertThat(story.settle().lineups()).containsExactly("Alice Dave | Bob Charlie");
  }

  @Test
  void comparesAveragesOfTeamsWithDifferentNumbersOfGroupsExactly() {
    // Given a team of one group and a team of three, whose means are exactly the limit apart
    var story = new Story(ProfileFixture.teams(2, 3, 3).number("elo", "1"));
    story.comesAs("Trio", 3, "elo", 0);
    story.comes("Alice", "elo", 1);
    story.comes("Bob", "elo", 1);
    story.comes("Charlie", "elo", 1);

    assertThat(story.settle().lineups()).containsExactly("Trio | Alice Bob Charlie");
  }

  @Test
  void refusesTeamsWhoseAveragesAreAMillionthOfAThirdTooFarApart() {
    // Given means of 0 and (1 + 1 + 1.000001) / 3, beyond 1 by a third of a millionth
    var story = new Story(ProfileFixture.teams(2, 3, 3).number("elo", "1"));
    story.comesAs("Trio", 3, "elo", 0);
    story.comes("Alice", "elo", 1);
    story.comes("Bob", "elo", 1);
    story.comes("Charlie", "elo", 1.000001);

    assertThat(story.settle().lineups()).isEmpty();
  }

  @Test
  void allowsAWiderRangeAcrossTeamsThanWithinOne() {
    var story = new Story(ProfileFixture.teams(2, 2, 2).number("elo", "50"));
    story.comes("Alice", "elo", 0);
    story.comes("Bob", "elo", 50);
    story.comes("Charlie", "elo", 45);
    story.comes("Dave", "elo", 95);

    assertThat(story.settle().lineups()).containsExactly("Alice Bob | Charlie Dave");
  }

  @Test
  void roundsAGroupsMeanHalfEven() {
    // Given a pair whose mean is 0.0000005, half a millionth: rounded to 0
    var story = new Story(ProfileFixture.teams(1, 3, 3).number("elo", "50"));
    story.comesTogether(
        "Pair",
        List.of(
            dev.muster.engine.AttributesFixture.attributes("elo", 0),
            dev.muster.engine.AttributesFixture.attributes("elo", 0.000001)));
    story.comes("Alice", "elo", 50);

    assertThat(story.settle().lineups()).containsExactly("Pair Alice");
  }

  @Test
  void acceptsExactlyTheLimitAndNothingBeyond() {
    var at = new Story(ProfileFixture.teams(1, 2, 2).number("elo", "50"));
    at.comes("Alice", "elo", 0);
    at.comes("Bob", "elo", 50);
    var beyond = new Story(ProfileFixture.teams(1, 2, 2).number("elo", "50"));
    beyond.comes("Alice", "elo", 0);
    beyond.comes("Bob", "elo", 50.000001);

    assertThat(at.settle().lineups()).hasSize(1);
    assertThat(beyond.settle().lineups()).isEmpty();
  }

  @Test
  void makesThePartialMatchLargestThenWithTheMostEvenTeams() {
    // Given five players, of whom two are a pair, for two teams of 1 to 4
    var story = new Story(ProfileFixture.teams(2, 1, 4).expiresAfterMillis(10_000));
    story.comesAs("Pair", 2);
    story.comes("Alice");
    story.comes("Bob");
    story.comes("Charlie");

    assertThat(story.at(9_000).lineups()).containsExactly("Pair Charlie | Alice Bob");
  }

  @Test
  void makesThePartialMatchWithTheClosestAveragesAmongEvenOnes() {
    var story =
        new Story(ProfileFixture.teams(2, 1, 3).number("elo", "100").expiresAfterMillis(10_000));
    story.comes("Alice", "elo", 0);
    story.comes("Bob", "elo", 30);
    story.comes("Charlie", "elo", 60);
    story.comes("Dave", "elo", 100);

    assertThat(story.at(9_000).lineups()).containsExactly("Alice Dave | Bob Charlie");
  }

  @Test
  void refusesWhatIsTooLargeTogether() {
    var profile = ProfileFixture.teams(1, 2, 2);
    var story = new Story(profile);
    story.comesBack(big("Alice", 400 * 1_024));
    story.comesBack(big("Bob", 368 * 1_024 + 1));
    assertThat(story.settle().lineups()).isEmpty();

    story.comesBack(big("Charlie", 368 * 1_024));
    assertThat(story.settle().lineups()).containsExactly("Alice Charlie");
  }

  @Test
  void goesBackWhenARunThroughAManyHeadedPoolEndsInAHole() {
    // Given Alice, who shares a map with each of twenty who share none among themselves
    var maps = java.util.stream.IntStream.range(0, 20).mapToObj(i -> "m" + i).toList();
    var story = new Story(ProfileFixture.teams(1, 3, 3).intersection("map", 1));
    story.comes("Alice", "map", maps);
    maps.forEach(map -> story.comes("only_" + map, "map", List.of(map)));

    // When Bob comes, who shares one with Alice and one of them
    story.comes("Bob", "map", List.of("m7"));

    assertThat(story.settle().lineups()).containsExactly("Alice only_m7 Bob");
  }

  @Test
  void looksAgainAtWhatItMissedOnceFewEnoughAreLeftToLookAtEverySet() {
    // Given forty-three who share a map with each other two by two, and all of them with Alice;
    // only the last three share one more, which no run comes to in the steps that are granted
    var story = new Story(ProfileFixture.teams(1, 4, 4).intersection("map", 1));
    story.comes("Alice", "map", everyPairOf(43));
    for (int i = 0; i < 43; i++) {
      story.comes("p" + i, "map", pairsWith(i, 43));
    }
    assertThat(story.settle().matches()).isEmpty();

    // When all but eleven others have left
    for (int i = 0; i < 32; i++) {
      story.matchmaking.remove("p" + i);
    }

    assertThat(story.matchmaking.nextDueMillis()).as("at once").isEqualTo(story.now());
    assertThat(story.settle().lineups()).containsExactly("Alice p40 p41 p42");
  }

  private static List<String> pairsWith(int player, int players) {
    var pairs = new java.util.ArrayList<String>();
    for (int other = 0; other < players; other++) {
      if (other != player) {
        pairs.add(Math.min(player, other) + "+" + Math.max(player, other));
      }
    }
    if (player >= players - 3) {
      pairs.add("last");
    }
    return pairs;
  }

  private static List<String> everyPairOf(int players) {
    return java.util.stream.IntStream.range(0, players)
        .mapToObj(player -> pairsWith(player, players))
        .flatMap(List::stream)
        .distinct()
        .toList();
  }

  @Test
  void takesTheRunAroundTheLongestWaitingInALargePool() {
    // Given thirty players in a row, ten apart, of whom the one in the middle came first
    var story = new Story(ProfileFixture.teams(1, 4, 4).number("elo", "1000"));
    story.comes("Alice", "elo", 150);
    story.silentlyAt(1);
    for (int i = 0; i < 30; i++) {
      story.comes("p" + i, "elo", i * 10 + 1);
    }

    var match = story.settle().matches().get(0);

    assertThat(Story.lineup(match).split(" ", -1)).contains("Alice").hasSize(4);
    assertThat(match.teams().get(0).groups().stream().map(search -> search.group().id()))
        .isSubsetOf("Alice", "p12", "p13", "p14", "p15", "p16", "p17");
  }

  @Test
  void splitsManyGroupsIntoTeamsToo() {
    var story = new Story(ProfileFixture.teams(2, 8, 8).number("elo", "20"));
    for (int i = 0; i < 16; i++) {
      story.comes("p" + i, "elo", i);
    }

    var match = story.settle().onlyMatch();

    assertThat(match.teams()).allMatch(team -> team.groups().size() == 8);
  }

  private static dev.muster.engine.ticket.Search big(String name, int bytes) {
    return dev.muster.engine.ticket.Search.beginning(
        new dev.muster.engine.ticket.Group(
            name, List.of(new dev.muster.engine.ticket.Ticket(name, Map.of(), bytes))),
        Story.START);
  }
}
