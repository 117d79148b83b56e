package dev.muster.runtime.http;

import static dev.muster.runtime.TestRuntime.ASSIGNMENT;
import static dev.muster.runtime.TestRuntime.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.engine.profile.Expansion;
import dev.muster.engine.profile.Periods;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.profile.RuleAttributes;
import dev.muster.engine.profile.RuleDefinition;
import dev.muster.engine.profile.RuleType;
import dev.muster.runtime.TestRuntime;
import dev.muster.runtime.server.HeldMatch;
import dev.muster.runtime.settings.Beacon;
import dev.muster.runtime.settings.Settings;
import dev.muster.runtime.ticket.Assignment.Location;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code GET /v1/tickets/{id}/explain} on both ports. */
class ExplainTest {
  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer();
    server.runtime.serve(TestRuntime.profile("elo", 2, apart(50)));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String comes(int elo) {
    var answer =
        server.post(
            "/tickets", "{\"profile\":\"elo\",\"attributes\":{\"elo_rating\":" + elo + "}}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    server.runtime.settle();
    return answer.json().get("id").asText();
  }

  private JsonNode explained(String ticket) {
    var answer = server.manage("/v1/tickets/" + ticket + "/explain");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  @Test
  void tellsWhoRefusesHowNearAnyoneIsAndWhatWouldDo() {
    var alice = comes(1000);
    var bob = comes(1075);
    comes(1300);
    server.runtime.pass(10_000);

    var json = explained(alice);

    assertThat(json.get("status").asText()).isEqualTo("SEARCHING");
    assertThat(json.get("summary").asText())
        .isEqualTo(
            "Of 2 others that wait, all rules but the number of players accept 0. elo_rating"
                + " refuses 2, 2 of them alone.");
    var search = json.get("search");
    assertThat(search.get("stage").asText()).isEqualTo("initial");
    assertThat(search.get("age_seconds").decimalValue()).isEqualByComparingTo("10");
    assertThat(search.get("candidates"))
        .hasToString("{\"waiting\":2,\"looked_at\":2,\"accepted\":0}");
    assertThat(search.get("rules").get(0))
        .hasToString(
            "{\"rule\":\"elo_rating\",\"type\":\"numberDifference\",\"refused\":2,"
                + "\"refused_alone\":2,\"refused_pairs\":0,\"nearest_miss\":{\"beyond\":25,\"unit\":\"attribute\","
                + "\"accepted_after_seconds\":null,"
                + "\"message\":\"1000 and 1075 are 75 apart, at most 50 is allowed\"}}");
    assertThat(search.at("/next_stage/name").asText()).isEqualTo("30");
    assertThat(search.at("/next_stage/in_seconds").asInt()).isEqualTo(20);
    assertThat(search.at("/next_stage/changes")).isEmpty();
    assertThat(search.get("match_at").isNull()).isTrue();
    var told = search.get("counterfactuals").get(0);
    assertThat(told.get("message").asText())
        .isEqualTo(
            "with elo_rating.maxDifference 75 instead of 50 it would be in a match with 1 other"
                + " player");
    assertThat(told.at("/changes/0/to").asInt()).isEqualTo(75);
    assertThat(told.get("tickets")).extracting(JsonNode::asText).containsExactly(alice, bob);
    assertThat(search.get("complete").asBoolean()).isTrue();
  }

  @Test
  void saysWhichRuleKeepsApartThoseThatEachFit() {
    server.runtime.serve(TestRuntime.profile("elo", 3, apart(100)), "2");
    var alice = comes(1000);
    comes(900);
    comes(1100);

    var json = explained(alice);

    assertThat(json.get("summary").asText())
        .isEqualTo(
            "Of 2 others that wait, all rules but the number of players accept 2. Each of them fits"
                + " it, but not all fit each other: elo_rating keeps 1 pair apart.");
    assertThat(json.at("/search/rules/0/refused").asInt()).isZero();
    assertThat(json.at("/search/rules/0/refused_pairs").asInt()).isEqualTo(1);
    assertThat(json.at("/search/counterfactuals"))
        .extracting(told -> told.get("message").asText())
        .containsExactly(
            "with elo_rating.maxDifference 200 instead of 100 it would be in a match with 2 other"
                + " players",
            "with match_size.minTeamSize 2 instead of 3 it would be in a match with 1 other player"
                + " at "
                + json.at("/search/counterfactuals/1/at").asText().substring(11, 19)
                + " UTC");
  }

  @Test
  void saysOfThoseThatFitThatTheyDoNotFitEachOtherBesideWhomItRefuses() {
    server.runtime.serve(TestRuntime.profile("elo", 3, apart(100)), "2");
    var alice = comes(1000);
    comes(900);
    comes(1100);
    comes(2000);

    assertThat(summary(alice))
        .isEqualTo(
            "Of 3 others that wait, all rules but the number of players accept 2. elo_rating"
                + " refuses 1, 1 of them alone. Of those that fit it, not all fit each other:"
                + " elo_rating keeps 1 pair apart.");
  }

  @Test
  void saysThatPlayersAreMissingOnlyWhenTheyAre() {
    server.runtime.serve(TestRuntime.profile("elo", 3, apart(100)), "2");
    var alice = comes(1000);
    comes(1000);
    assertThat(summary(alice))
        .isEqualTo(
            "Of 1 other that waits, all rules but the number of players accept 1. No rule refuses"
                + " anybody: players are missing.");

    server.runtime.serve(ofSize(3, List.of(new Expansion(30_000, Map.of("size", size(2))))), "3");
    assertThat(summary(alice))
        .endsWith(" No rule refuses anybody: players are missing at this stage.");

    server.runtime.serve(ofSize(2, List.of()), "4");
    assertThat(summary(alice))
        .endsWith(
            " No rule refuses anybody: a match that is not full starts just before a stage or the"
                + " search ends.");
  }

  /** Up to three players, 100 apart. */
  private static Profile ofSize(int least, List<Expansion> expansions) {
    return Profile.of(
        "elo",
        new Periods(300_000, 60_000, 120_000),
        false,
        Map.of(
            "elo_rating",
            apart(100).get("elo_rating"),
            "size",
            new RuleDefinition(RuleType.PLAYER_COUNT, size(least))),
        expansions);
  }

  private static RuleAttributes size(int least) {
    return new RuleAttributes(1, least, 3, null, null, null, null);
  }

  @Test
  void countsApartWhomTheNextStageAcceptsOnceTheyComeToIt() {
    server.runtime.serve(
        Profile.of(
            "elo",
            new Periods(300_000, 60_000, 120_000),
            false,
            Map.of(
                "elo_rating",
                apart(50).get("elo_rating"),
                "size",
                new RuleDefinition(
                    RuleType.PLAYER_COUNT, new RuleAttributes(1, 2, 2, null, null, null, null))),
            List.of(new Expansion(40_000, Map.of("elo_rating", maxDifference(200))))),
        "2");
    var alice = comes(1000);
    server.runtime.pass(64);
    comes(1100);

    var next = explained(alice).at("/search/next_stage");

    assertThat(next.get("accepted").asInt()).isZero();
    assertThat(next.get("accepted_later").asInt()).isEqualTo(1);
  }

  private static Map<String, RuleDefinition> apart(int most) {
    return Map.of(
        "elo_rating", new RuleDefinition(RuleType.NUMBER_DIFFERENCE, maxDifference(most)));
  }

  private static RuleAttributes maxDifference(int most) {
    return new RuleAttributes(null, null, null, null, null, BigDecimal.valueOf(most), null);
  }

  @Test
  void tellsAPlayerTheSameButWhoseTicketsTheOthersAreWhereTheMatchmakerAllowsIt() {
    var alice = comes(1000);
    var bob = comes(1075);
    assertThat(server.get("/v1/tickets/" + alice + "/explain").status()).isEqualTo(404);

    server.settings = new Settings(List.of(), List.of(), true);

    var answer = server.get("/v1/tickets/" + alice + "/explain");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().at("/search/counterfactuals/0/players").asInt()).isEqualTo(2);
    assertThat(answer.text()).doesNotContain(bob);
    assertThat(server.get("/v1/tickets/nobody/explain").status()).isEqualTo(404);
    assertThat(server.plain("GET", "/v1/tickets/" + alice + "/explain", null, Map.of()).status())
        .isEqualTo(401);
  }

  @Test
  void saysPlainlyHowATicketStandsThatDoesNotSearch() {
    // Given
    var group =
        server.post("/groups", "{\"profile\":\"elo\",\"attributes\":{\"elo_rating\":5000}}").json();
    var alice = comes(1000);
    comes(1010);
    var cancelled = comes(3000);
    server.delete("/tickets/" + cancelled);

    // When, Then
    var found = explained(alice);
    assertThat(found.get("status").asText()).isEqualTo("MATCH_FOUND");
    assertThat(found.get("summary").asText())
        .contains("in match " + found.get("match_id").asText(), "is being started");
    assertThat(found.has("search")).isFalse();

    await(server.runtime.loop.assigned(server.runtime.lastMatch().name(), ASSIGNMENT));
    assertThat(explained(alice).get("summary").asText()).contains("may connect");

    assertThat(explained(cancelled).get("summary").asText())
        .startsWith("It was cancelled, Deleted: ");
    assertThat(explained(cancelled).at("/cancellation/reason").asText()).isEqualTo("Deleted");

    var forming = explained(group.get("member_id").asText());
    assertThat(forming.get("status").asText()).isEqualTo("INITIAL");
    assertThat(forming.get("group_id").asText()).isEqualTo(group.get("group_id").asText());

    assertThat(server.manage("/v1/tickets/nobody/explain").status()).isEqualTo(404);
  }

  @Test
  void saysThatTheMatchWaitsForRoom() {
    // Given
    var alice = comes(1000);
    comes(1010);
    var match = server.runtime.lastMatch().name();
    // When
    server.runtime.heldMatches.put(
        match, new HeldMatch("elo", "MaxRunningMatches", "Waits for room: 3 of 3 run"));
    // Then
    var json = explained(alice);
    assertThat(json.get("status").asText()).isEqualTo("MATCH_FOUND");
    assertThat(json.get("summary").asText())
        .isEqualTo(
            "It is in match "
                + json.get("match_id").asText()
                + ", which may not start its game server yet. Waits for room: 3 of 3 run.");
    assertThat(json.get("held"))
        .hasToString(
            "{\"reason\":\"MaxRunningMatches\",\"message\":\"Waits for room: 3 of 3 run\"}");
    assertThat(server.manage("/metrics").text())
        .contains("muster_matches_held{queue=\"elo\",reason=\"MaxRunningMatches\"} 1.0");
    // When
    server.runtime.heldMatches.clear();
    // Then
    assertThat(explained(alice).has("held")).isFalse();
    assertThat(server.manage("/metrics").text()).doesNotContain("muster_matches_held{");
  }

  @Test
  void aTicketsAnswerTellsThatItsMatchWaitsForRoom() {
    // Given
    var alice = comes(1000);
    comes(1010);
    var searching = comes(9000);
    var groupId = server.get("/tickets/" + alice).json().get("group_id").asText();
    var paths =
        List.of(
            "/tickets/" + alice, "/groups/" + groupId, "/groups/" + groupId + "/members/" + alice);
    // When
    server.runtime.heldMatches.put(
        server.runtime.lastMatch().name(), new HeldMatch("elo", "MaxRunningMatches", "3 of 3 run"));
    // Then
    for (var path : paths) {
      assertThat(server.get(path).json().get("held"))
          .as(path)
          .hasToString("{\"reason\":\"MaxRunningMatches\",\"message\":\"3 of 3 run\"}");
    }
    assertThat(server.get("/tickets/" + searching).json().has("held")).isFalse();
    // When it may start
    server.runtime.heldMatches.clear();
    // Then
    for (var path : paths) {
      assertThat(server.get(path).json().has("held")).as(path).isFalse();
    }
  }

  @Test
  void saysThatATicketNamesNoBeaconOfItsMatchmaker() {
    // Given
    server.runtime.serve(
        TestRuntime.profile(
            "near",
            2,
            Map.of(
                "beacons",
                new RuleDefinition(
                    RuleType.LATENCIES,
                    new RuleAttributes(
                        null,
                        null,
                        null,
                        BigDecimal.valueOf(100),
                        BigDecimal.valueOf(100),
                        null,
                        null)))));
    var nowhere = near("{\"Nome\":20}");
    // Then, while none is listed
    assertThat(summary(nowhere)).isEqualTo("Nobody else waits in this queue.");
    // When
    server.settings = new Settings(List.of(), List.of(beacon("Tokyo"), beacon("Chicago")));
    // Then
    assertThat(summary(nowhere))
        .isEqualTo(
            "Nobody else waits in this queue. Nome is no beacon of this Matchmaker; it lists"
                + " Chicago, Tokyo.");
    assertThat(summary(near("{\"Nome\":300,\"Tokyo\":20}"))).doesNotContain("no beacon");
    assertThat(summary(comes(1000))).doesNotContain("no beacon");
  }

  private String summary(String ticket) {
    return explained(ticket).get("summary").asText();
  }

  private String near(String latencies) {
    var answer =
        server.post(
            "/tickets", "{\"profile\":\"near\",\"attributes\":{\"beacons\":" + latencies + "}}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    server.runtime.settle();
    return answer.json().get("id").asText();
  }

  private static Beacon beacon(String city) {
    return new Beacon("192.0.2.1", 1, 2, new Location(city, "", "", "", ""));
  }

  @Test
  void saysThatNobodyElseWaits() {
    assertThat(explained(comes(1000)).get("summary").asText())
        .isEqualTo("Nobody else waits in this queue.");
  }
}
