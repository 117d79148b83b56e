package dev.muster.engine.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.Admission;
import dev.muster.engine.Event;
import dev.muster.engine.Event.GroupCancelled;
import dev.muster.engine.ProfileFixture;
import dev.muster.engine.Standing;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.ticket.Cancellation.Reason;
import dev.muster.engine.ticket.Search;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Who waits, and what changed rules do to them. */
class QueueTest {
  private final ProfileFixture pairs = ProfileFixture.teams(1, 2, 2);

  @Test
  void tellsWhoWaitsAndSinceWhen() {
    var story = new Story(ProfileFixture.teams(1, 9, 9));
    assertThat(story.matchmaking.standing()).isEqualTo(new Standing(0, 0, 0, OptionalLong.empty()));

    story.comesAs("Trio", 3);
    story.silentlyAt(7).comes("Alice");

    assertThat(story.matchmaking.standing())
        .isEqualTo(new Standing(4, 2, 0, OptionalLong.of(Story.START)));
  }

  @Test
  void refusesASecondGroupOfTheSameId() {
    var story = new Story(pairs);
    story.comes("Alice");

    assertThat(story.comes("Alice")).isEqualTo(new Admission.AlreadySearching());
    assertThat(story.settle().matches()).isEmpty();
  }

  @Test
  void limitsNewTicketsButTakesBackThoseWhoseMatchFailed() {
    var story = new Story(ProfileFixture.teams(1, 9, 9), 3);
    story.comesAs("Pair", 2);

    assertThat(story.comesAs("Other", 2)).isEqualTo(new Admission.PoolFull(3));
    assertThat(story.comes("Alice")).isEqualTo(new Admission.Searching());
    assertThat(story.comesBack(new Search(Story.solo("Bob"), Story.START - 100, 50)))
        .isEqualTo(new Admission.Searching());
  }

  @Test
  void refusesWhatTheRulesOfNowCannotJudge() {
    var story = new Story(pairs.number("elo", "50"));

    var answer = story.comes("Alice");

    assertThat(((Admission.Refused) answer).cancellation().reason())
        .isEqualTo(Reason.MISSING_ATTRIBUTE);
    assertThat(story.matchmaking.standing().groups()).isZero();
  }

  @Test
  void givesBackWhomItRemovesWithItsAge() {
    var story = new Story(pairs);
    story.comes("Alice");

    assertThat(story.matchmaking.remove("Alice").orElseThrow().sinceMillis())
        .isEqualTo(Story.START);
    assertThat(story.matchmaking.remove("Alice")).isEmpty();
    story.comes("Bob");
    assertThat(story.settle().matches()).isEmpty();
  }

  @Test
  void keepsEveryWaitingGroupAndItsAgeWhenRulesChange() {
    // Given Alice and Bob, who do not meet
    var story = new Story(pairs.number("elo", "50"));
    story.comes("Alice", "elo", 0);
    story.comes("Bob", "elo", 100);
    story.at(20_000);

    // When new rules widen after 20 s
    var changed =
        ProfileFixture.teams(1, 2, 2)
            .number("elo", "50")
            .after(20, "elo", ProfileFixture.maxDifference("100"));

    // Then their age counts at once
    assertThat(change(story, changed.build())).isEmpty();
    assertThat(story.settle().lineups()).containsExactly("Alice Bob");
    assertThat(story.onlyMatch().expansion()).isEqualTo("20");
  }

  @Test
  void usesTheDefaultOfANewRuleForTicketsThatLackTheAttribute() {
    var story = new Story(pairs);
    story.comes("Alice");
    story.settle();

    assertThat(change(story, ProfileFixture.teams(1, 2, 2).number("elo", "50", "1000").build()))
        .isEmpty();
    story.comes("Bob", "elo", 1_050);

    assertThat(story.settle().lineups()).containsExactly("Alice Bob");
  }

  @Test
  void cancelsOnlyThoseWhoLackTheAttributeOfANewRuleWithoutDefault() {
    var story = new Story(ProfileFixture.teams(1, 9, 9));
    story.comes("Alice");
    story.comes("Bob", "elo", 3);
    story.comesTogether("Mixed", List.of(Map.of(), attributes("elo", 3)));

    var events = change(story, ProfileFixture.teams(1, 9, 9).number("elo", "50").build());

    assertThat(reasons(events)).containsExactly("Alice MissingAttribute", "Mixed MissingAttribute");
    assertThat(story.matchmaking.standing().groups()).isEqualTo(1);
  }

  @Test
  void cancelsThoseWhoCanNeverMatchUnderNewRules() {
    var story = new Story(ProfileFixture.teams(1, 9, 9).latencies("beacons", "100", "200"));
    story.comes("Far", "beacons", Map.of("Chicago", 180));
    story.comes("Near", "beacons", Map.of("Chicago", 80));
    story.comesAs("Trio", 3, "beacons", Map.of("Chicago", 80));

    var events =
        change(story, ProfileFixture.teams(1, 2, 2).latencies("beacons", "100", "100").build());

    assertThat(reasons(events)).containsExactly("Far RulesChanged", "Trio RulesChanged");
    assertThat(((GroupCancelled) events.get(1)).cancellation().message())
        .contains("group: has 3 players; a team takes at most 2");
  }

  @Test
  void keepsTheAttributeOfADroppedRuleForWhenItComesBack() {
    var story = new Story(ProfileFixture.teams(1, 2, 2).number("elo", "50"));
    story.comes("Alice", "elo", 0);
    change(story, ProfileFixture.teams(1, 2, 2).build());
    assertThat(change(story, ProfileFixture.teams(1, 2, 2).number("elo", "50").build())).isEmpty();
    story.comes("Bob", "elo", 51);

    assertThat(story.settle().matches()).isEmpty();
  }

  @Test
  void shortensTheSearchOfThoseWhoWaitWhenThePeriodIsShorter() {
    var story = new Story(pairs.expiresAfterMillis(60_000));
    story.comes("Alice");
    story.at(10_000);

    change(story, ProfileFixture.teams(1, 2, 2).expiresAfterMillis(15_000).build());

    assertThat(story.at(14_999).cancellations()).isEmpty();
    assertThat(story.at(15_000).cancellations()).containsExactly("Alice Expired");
  }

  @Test
  void playersWithoutLatenciesMeetEachOtherWhileNoBeaconIsListed() {
    var profile = ProfileFixture.teams(1, 2, 2).latencies("beacons", "100", "100").build();
    var matchmaking = Story.maker.make(profile, false, 100);
    matchmaking.add(Search.beginning(Story.solo("Known", "beacons", Map.of("Chicago", 1)), 0), 0);
    matchmaking.add(Search.beginning(Story.solo("Alice", "beacons", Map.of()), 0), 0);
    matchmaking.add(Search.beginning(Story.solo("Bob", "beacons", Map.of()), 0), 0);

    var match = (Event.MatchMade) matchmaking.advance(0).get(0);

    assertThat(Story.lineup(match)).isEqualTo("Alice Bob");
    assertThat(match.location()).isEmpty();
  }

  @Test
  void cancelsPlayersWithoutLatenciesWhenBeaconsAreListed() {
    var profile = ProfileFixture.teams(1, 2, 2).latencies("beacons", "100", "100").build();
    var matchmaking = Story.maker.make(profile, false, 100);
    matchmaking.add(Search.beginning(Story.solo("Alice", "beacons", Map.of()), 0), 0);

    assertThat(reasons(matchmaking.change(profile, true, 0))).containsExactly("Alice RulesChanged");
  }

  @Test
  void resolvesValuesInTheOrderOfTheOldestTicketsList() {
    var story =
        new Story(pairs.intersection("map", 1).equality("mode", "ranked").intersection("size", 1));
    story.comes("Alice", "map", List.of("c", "b", "a", "c"), "size", List.of("new"));
    story.comes("Bob", "map", List.of("a", "c"), "size", List.of("1", "new"));

    var match = story.settle().onlyMatch();

    assertThat(match.intersection())
        .isEqualTo(Map.of("map", List.of("c", "a"), "size", List.of("new")));
    assertThat(match.equality()).isEqualTo(Map.of("mode", "ranked"));
  }

  @Test
  void refusesALimitBelowOne() {
    assertThatThrownBy(() -> Story.maker.make(pairs.build(), true, 0))
        .hasMessage("ticketLimit is 0, at least 1 was expected");
  }

  private static List<Event> change(Story story, Profile profile) {
    return story.matchmaking.change(profile, true, story.now());
  }

  private static List<String> reasons(List<Event> events) {
    return events.stream()
        .map(GroupCancelled.class::cast)
        .map(
            cancelled ->
                cancelled.search().group().id() + " " + cancelled.cancellation().reason().text())
        .toList();
  }

  private static Map<String, dev.muster.engine.ticket.AttributeValue> attributes(
      Object... namesAndValues) {
    return dev.muster.engine.AttributesFixture.attributes(namesAndValues);
  }
}
