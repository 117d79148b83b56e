package dev.muster.engine;

import static dev.muster.engine.AttributesFixture.attributes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.profile.Problem;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.ticket.AttributeValue;
import dev.muster.engine.ticket.Cancellation;
import dev.muster.engine.ticket.Cancellation.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EntryTest {
  private static final Map<String, AttributeValue> SENT =
      attributes(
          "beacons", Map.of("Chicago", 12.3, "Tokyo", 233.2),
          "elo_rating", 1337,
          "selected_game_mode", "quickplay",
          "selected_map", List.of("DustII", "Airport"),
          "backfill_group_size", List.of("new", "1"));

  private final ProfileFixture advanced = ProfileFixture.advancedExample();

  @Test
  void letsInTheTicketOfTheAdvancedExample() {
    assertThat(ticket(SENT)).isEmpty();
  }

  @Test
  void namesEveryMissingAndEveryUnknownAttributeInTheOrderOfTheirNames() {
    var sent = attributes("colour", "red", "elo_rating", 1337, "match_size", 4);

    assertThat(ticket(sent))
        .containsExactly(
            "attributes.backfill_group_size: is missing; a list of strings was expected",
            "attributes.beacons: is missing; an object of latencies by beacon was expected",
            "attributes.colour: is unknown to queue queue, which has backfill_group_size, beacons,"
                + " elo_rating, selected_game_mode, selected_map",
            "attributes.match_size: is unknown to queue queue, which has backfill_group_size,"
                + " beacons, elo_rating, selected_game_mode, selected_map",
            "attributes.selected_game_mode: is missing; a string was expected",
            "attributes.selected_map: is missing; a list of strings was expected");
  }

  @Test
  void saysThatAQueueHasNoAttributesAtAll() {
    var problems =
        Entry.ticket(
            ProfileFixture.teams(1, 2, 2).build(), attributes("elo_rating", 1), /* listed */ true);

    assertThat(problems)
        .containsExactly(
            new Problem("attributes.elo_rating", "is unknown to queue queue, which has none"));
  }

  @Test
  void namesTheFormThatItGotAndTheFormThatItExpected() {
    assertThat(ticket(with("elo_rating", "1337")))
        .containsExactly("attributes.elo_rating: is a string; a number was expected");
    assertThat(ticket(with("selected_game_mode", 7)))
        .containsExactly("attributes.selected_game_mode: is a number; a string was expected");
    assertThat(ticket(with("selected_map", "Airport")))
        .containsExactly("attributes.selected_map: is a string; a list of strings was expected");
    assertThat(ticket(with("beacons", List.of("Chicago"))))
        .containsExactly(
            "attributes.beacons: is a list of strings; an object of latencies by beacon was"
                + " expected");
  }

  @Test
  void takesTheDefaultForAMissingAttribute() {
    var profile =
        ProfileFixture.teams(1, 2, 2)
            .number("elo_rating", "50", "1000")
            .equality("mode", "casual")
            .intersection("maps", 1, List.of("Airport"))
            .build();

    assertThat(Entry.ticket(profile, Map.of(), true)).isEmpty();
  }

  @Test
  void judgesADefaultAsIfThePlayerHadSentIt() {
    var profile = ProfileFixture.teams(1, 2, 2).intersection("maps", 2, List.of("a", "a")).build();

    assertThat(Entry.ticket(profile, Map.of(), true))
        .containsExactly(
            new Problem(
                "attributes.maps",
                "has 1 different value; at least 2 were expected, as many as players must share"));
  }

  @Test
  void refusesLatenciesBeyondEveryStage() {
    var profile = ProfileFixture.teams(1, 2, 2).latencies("beacons", "10", "125");
    profile.after(30, "beacons", ProfileFixture.latencies(null, "250"));

    var at = Map.of("Chicago", 250);
    var beyond = Map.of("Chicago", 250.000001, "Tokyo", 300);

    assertThat(Entry.ticket(profile.build(), attributes("beacons", at), true)).isEmpty();
    assertThat(Entry.ticket(profile.build(), attributes("beacons", beyond), true))
        .containsExactly(
            new Problem(
                "attributes.beacons",
                "has no latency of at most 250 ms, which a match needs; the lowest is 250.000001"
                    + " ms, to Chicago"));
  }

  @Test
  void acceptsNoLatenciesOnlyWhileNoBeaconIsListed() {
    var sent = with("beacons", Map.of());

    assertThat(Entry.ticket(advanced.build(), sent, false)).isEmpty();
    assertThat(Entry.ticket(advanced.build(), sent, true))
        .containsExactly(
            new Problem(
                "attributes.beacons", "is empty; the latency to at least one beacon was expected"));
  }

  @Test
  void countsRepeatedValuesOnceAgainstTheSmallestOverlap() {
    var profile = ProfileFixture.teams(1, 2, 2).intersection("maps", 3);
    profile.after(60, "maps", ProfileFixture.overlap(2));

    assertThat(Entry.ticket(profile.build(), attributes("maps", List.of("a", "b")), true))
        .isEmpty();
    assertThat(Entry.ticket(profile.build(), attributes("maps", List.of("a", "a")), true))
        .extracting(Problem::field)
        .containsExactly("attributes.maps");
  }

  @Test
  void toleratesUnknownAttributesOfPlayersOfARunningServer() {
    var sent = with("left_over", "x");

    assertThat(Entry.rosterTicket(advanced.build(), sent, true)).isEmpty();
    assertThat(Entry.rosterTicket(advanced.build(), with("elo_rating", "x"), true)).hasSize(1);
  }

  @Test
  void letsAMemberJoinAtExactlyTheLoosestLimits() {
    var newcomer =
        attributes(
            "beacons", Map.of("Tokyo", 1),
            "elo_rating", 1537,
            "selected_game_mode", "quickplay",
            "selected_map", List.of("Airport"),
            "backfill_group_size", List.of("1"));

    assertThat(join(List.of(SENT), newcomer)).isEmpty();
  }

  @Test
  void refusesAMemberOnEachRuleThatCanNeverHold() {
    var newcomer =
        attributes(
            "beacons", Map.of("Paris", 1),
            "elo_rating", 1537.000001,
            "selected_game_mode", "Quickplay",
            "selected_map", List.of("airport"),
            "backfill_group_size", List.of("1"));

    assertThat(join(List.of(SENT), newcomer))
        .containsExactlyInAnyOrder(
            "attributes.beacons: leaves no beacon that the whole group can use: at most 99999 ms"
                + " for each player and 99999 ms apart were expected",
            "attributes.elo_rating: is 1537.000001; at most 200 from the owner's 1337 was expected",
            "attributes.selected_game_mode: is \"Quickplay\"; the owner's \"quickplay\" was"
                + " expected",
            "attributes.selected_map: leaves 0 values that the whole group shares; at least 1 was"
                + " expected");
  }

  @Test
  void measuresNumbersFromTheOwnerAndListsOverAllMembers() {
    var profile = ProfileFixture.teams(1, 3, 3).number("elo", "50").intersection("maps", 1).build();
    var owner = attributes("elo", 100, "maps", List.of("a", "b", "c"));
    var second = attributes("elo", 150, "maps", List.of("a", "b"));
    var third = attributes("elo", 50, "maps", List.of("c"));

    assertThat(Entry.join(profile, List.of(owner, second), third))
        .extracting(Problem::field)
        .containsExactly("attributes.maps");
    assertThat(Entry.join(profile, List.of(owner), third)).isEmpty();
  }

  @Test
  void refusesAMemberWhenLatenciesLieTooFarApart() {
    var profile = ProfileFixture.teams(1, 3, 3).latencies("beacons", "10", "100").build();
    var owner = attributes("beacons", Map.of("Chicago", 10));

    assertThat(Entry.join(profile, List.of(owner), attributes("beacons", Map.of("Chicago", 20))))
        .isEmpty();
    assertThat(Entry.join(profile, List.of(owner), attributes("beacons", Map.of("Chicago", 20.5))))
        .hasSize(1);
  }

  @Test
  void letsPlayersWithoutAnyLatencyFormAGroupOnlyAmongThemselves() {
    var profile = ProfileFixture.teams(1, 3, 3).latencies("beacons", "10", "100").build();
    var nowhere = attributes("beacons", Map.of());

    assertThat(Entry.join(profile, List.of(nowhere), nowhere)).isEmpty();
    assertThat(Entry.join(profile, List.of(nowhere), attributes("beacons", Map.of("Chicago", 1))))
        .hasSize(1);
  }

  @Test
  void refusesAMemberBeyondTheGreatestTeam() {
    var profile = ProfileFixture.teams(2, 1, 2);
    profile.after(30, "match_size", ProfileFixture.playerCount(null, null, 3));
    Map<String, AttributeValue> player = Map.of();

    assertThat(Entry.join(profile.build(), List.of(player, player), player)).isEmpty();
    assertThat(Entry.join(profile.build(), List.of(player, player, player), player))
        .containsExactly(new Problem("group", "would have 4 players; a team takes at most 3"));
  }

  @Test
  void cancelsAGroupOfWhichOneMemberLacksANewAttribute() {
    var rated = attributes("elo", 100);

    assertThat(
            Entry.recheck(
                ProfileFixture.teams(1, 2, 2).number("elo", "50").build(),
                List.of(rated, attributes("old", "x")),
                true))
        .contains(
            new Cancellation(
                Reason.MISSING_ATTRIBUTE,
                "The rules of the queue have changed, and no match is possible: attributes.elo:"
                    + " is missing; a number was expected (in 1 of the group's 2 tickets)"));
  }

  @Test
  void saysInHowManyTicketsTheTroubleIsUnlessItIsInAll() {
    var profile = ProfileFixture.teams(1, 3, 3).number("elo", "50").equality("mode").build();
    var one = attributes("elo", 1, "mode", "x");
    var modeless = attributes("elo", 2);
    var wordy = attributes("elo", "3", "mode", "x");

    assertThat(recheck(profile, List.of(one, modeless, wordy)))
        .endsWith(
            "possible: attributes.mode: is missing; a string was expected (in 1 of the group's 3"
                + " tickets)");
    assertThat(recheck(profile, List.of(one, wordy)))
        .endsWith(
            "attributes.elo: is a string; a number was expected (in 1 of the group's 2 tickets)");
    assertThat(recheck(profile, List.of(one, attributes("elo", 52, "mode", "x"))))
        .endsWith(" (in 1 of the group's 2 tickets)");
    assertThat(recheck(profile, List.of(modeless, modeless)))
        .endsWith("attributes.mode: is missing; a string was expected");
    assertThat(Entry.recheckRoster(profile, List.of(one, modeless), true).orElseThrow().message())
        .endsWith("a string was expected (in 1 of the server's 2 tickets)");
  }

  private static String recheck(Profile profile, List<Map<String, AttributeValue>> members) {
    return Entry.recheck(profile, members, true).orElseThrow().message();
  }

  @Test
  void cancelsAGroupThatCanNeverMatchAnyMore() {
    var profile = ProfileFixture.teams(1, 2, 2).number("elo", "50").build();

    assertThat(
            Entry.recheck(profile, List.of(attributes("elo", 1), attributes("elo", 52)), true)
                .orElseThrow()
                .reason())
        .isEqualTo(Reason.RULES_CHANGED);
    assertThat(
            Entry.recheck(profile, List.of(attributes("elo", "1")), true).orElseThrow().message())
        .endsWith("attributes.elo: is a string; a number was expected");
  }

  @Test
  void keepsAGroupWhoseAttributeNoRuleLooksAtAnyMore() {
    assertThat(
            Entry.recheck(
                ProfileFixture.teams(1, 2, 2).build(), List.of(attributes("old", "x")), true))
        .isEmpty();
  }

  private List<String> ticket(Map<String, AttributeValue> sent) {
    return Entry.ticket(advanced.build(), sent, true).stream().map(Problem::toString).toList();
  }

  private List<String> join(
      List<Map<String, AttributeValue>> members, Map<String, AttributeValue> newcomer) {
    return Entry.join(advanced.build(), members, newcomer).stream().map(Problem::toString).toList();
  }

  private static Map<String, AttributeValue> with(String name, Object value) {
    var sent = new java.util.HashMap<>(SENT);
    sent.putAll(attributes(name, value));
    return sent;
  }
}
