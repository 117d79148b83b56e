package dev.muster.runtime.http;

import static dev.muster.runtime.TestRuntime.await;
import static dev.muster.runtime.TestRuntime.profile;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.engine.profile.RuleAttributes;
import dev.muster.engine.profile.RuleDefinition;
import dev.muster.engine.profile.RuleType;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tickets and groups that name several profiles, as clients see them. */
class SeveralProfilesApiTest {
  private static final String BOTH = "\"profiles\":[\"elo\",\"duel\"]";

  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer();
    var fifty = new RuleAttributes(null, null, null, null, null, BigDecimal.valueOf(50), null);
    var mode = new RuleDefinition(RuleType.STRING_EQUALITY, RuleAttributes.NONE);
    server.runtime.serve(
        profile(
            "elo",
            2,
            Map.of("elo", new RuleDefinition(RuleType.NUMBER_DIFFERENCE, fifty), "mode", mode)));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String body(String profiles) {
    return "{" + profiles + ",\"attributes\":{\"elo\":1000,\"mode\":\"quick\"}}";
  }

  private JsonNode created(String path, String body) {
    var answer = server.post(path, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    server.runtime.settle();
    return answer.json();
  }

  private JsonNode ticket(JsonNode created) {
    return server.get("/tickets/" + created.get("id").asText()).json();
  }

  @Test
  void whoeverIsMatchedInOneIsToldInWhich() {
    // When
    var both = created("/tickets", body(BOTH));
    // Then
    assertThat(both.get("profile").asText()).isEqualTo("elo");
    assertThat(both.get("profiles")).hasToString("[\"elo\",\"duel\"]");
    assertThat(both.has("cancellations")).isFalse();
    // When
    var friend = created("/tickets", "{\"profile\":\"duel\"}");
    created("/tickets", body("\"profile\":\"elo\""));
    // Then
    assertThat(friend.has("profiles")).isFalse();
    assertThat(ticket(both).get("status").asText()).isEqualTo("MATCH_FOUND");
    assertThat(ticket(both).get("profile").asText()).isEqualTo("duel");
    assertThat(ticket(both).get("match_id")).isEqualTo(ticket(friend).get("match_id"));
    assertThat(server.runtime.matches).hasSize(1);
    // When
    server.runtime.fail(server.runtime.lastMatch().name());
    // Then: the one in elo has waited, too
    assertThat(ticket(both).get("status").asText()).isEqualTo("MATCH_FOUND");
  }

  @Test
  void theProfileBesideProfilesIsTheFirst() {
    var both = created("/tickets", body("\"profile\":\"duel\"," + BOTH));

    assertThat(both.get("profile").asText()).isEqualTo("duel");
    assertThat(both.get("profiles")).hasToString("[\"duel\",\"elo\"]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"profiles\":[]'                         | profiles: is a list of 0",
        "'\"profiles\":[1]'                        | profiles[0]: is a number",
        "'\"profiles\":\"duel\"'                   | profiles: is a string",
        "'\"profiles\":[\"elo\",\"elo\"]'          | profiles[1]: is named twice",
        "'\"profiles\":[\"duel\",\"no\"]'          | profile: is 'no', one of",
        "'\"profile\":\"duel\",\"profiles\":[\"elo\"]' | profile: is none of profiles",
        "'\"profiles\":[\"0\",\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\"]' | 1 to 8 strings",
        "'\"profiles\":null'                       | profile: is required",
      })
  void refusesAWishThatMakesNoSense(String profiles, String message) {
    var answer = server.post("/tickets", body(profiles));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).contains(message);
  }

  @Test
  void theAttributesHaveToDoForEveryProfileAndTheOneAtFaultIsNamed() {
    var missing = server.post("/tickets", "{" + BOTH + ",\"attributes\":{\"elo\":1}}");
    var text =
        server.post("/tickets", "{" + BOTH + ",\"attributes\":{\"elo\":\"x\",\"colour\":1}}");

    assertThat(missing.status()).isEqualTo(400);
    assertThat(text.status()).isEqualTo(400);
    assertThat(text.message())
        .contains("attributes.colour: is unknown to each of the queues elo, duel")
        .contains("attributes.elo: ")
        .contains("attributes.mode: ")
        .contains("(profile elo)")
        .doesNotContain("(profile duel)");
  }

  @Test
  void itGoesOnInTheOthersAndIsToldWhyItEndedInOne() {
    // Given
    var both = created("/tickets", body(BOTH));
    // When
    await(server.runtime.loop.close("elo", "it was deleted"));
    // Then
    var rest = ticket(both);
    assertThat(rest.get("status").asText()).isEqualTo("SEARCHING");
    assertThat(rest.get("profile").asText()).isEqualTo("duel");
    assertThat(rest.get("profiles")).hasToString("[\"elo\",\"duel\"]");
    assertThat(rest.at("/cancellations/elo/reason").asText()).isEqualTo("ProfileDeleted");
    assertThat(rest.has("cancellation")).isFalse();
    // When
    server.runtime.pass(300_000);
    // Then
    var ended = ticket(both);
    assertThat(ended.get("status").asText()).isEqualTo("CANCELLED");
    assertThat(ended.at("/cancellation/reason").asText()).isEqualTo("Expired");
    assertThat(ended.at("/cancellations/duel/reason").asText()).isEqualTo("Expired");
    assertThat(ended.at("/cancellations/elo/reason").asText()).isEqualTo("ProfileDeleted");
  }

  @Test
  void whoLeavesLeavesAll() {
    var both = created("/tickets", body(BOTH));

    assertThat(server.delete("/tickets/" + both.get("id").asText()).status()).isEqualTo(204);
    created("/tickets", body("\"profile\":\"elo\""));
    created("/tickets", "{\"profile\":\"duel\"}");

    assertThat(server.runtime.matches).isEmpty();
    assertThat(ticket(both).at("/cancellations/duel/reason").asText()).isEqualTo("Deleted");
  }

  @Test
  void everyQueueCountsIt() {
    created("/tickets", body(BOTH));
    created("/tickets", body("\"profile\":\"elo\"").replace("quick", "slow"));

    var standings = server.runtime.loop.standings();
    assertThat(standings.get("elo").standing().tickets()).isEqualTo(2);
    assertThat(standings.get("duel").standing().tickets()).isEqualTo(1);
    created("/tickets", "{\"profile\":\"duel\"}");
    assertThat(server.runtime.loop.standings().get("elo").standing().tickets()).isEqualTo(1);
  }

  @Test
  void groupTicketsNameTheSameSet() {
    var one = body(BOTH);
    var turned = body("\"profiles\":[\"duel\",\"elo\"]");
    var other = body("\"profile\":\"elo\"");

    var refused = server.post("/group-tickets", "{\"player_tickets\":[" + one + "," + other + "]}");
    var accepted =
        server.post("/group-tickets", "{\"player_tickets\":[" + one + "," + turned + "]}");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message())
        .contains("player_tickets[1].profile: names 'elo', the group searches in 'elo', 'duel'");
    assertThat(accepted.status()).as(accepted.text()).isEqualTo(201);
    assertThat(accepted.json().at("/player_tickets/1/profiles")).hasToString("[\"elo\",\"duel\"]");
  }

  @Test
  void aGroupFormsForAllOfItsProfilesAndKeepsTheOthersWhenOneCloses() {
    // Given
    var owner = created("/groups", body(BOTH));
    var group = "/groups/" + owner.get("group_id").asText();
    assertThat(server.get(group).json().get("profiles")).hasSize(2);
    assertThat(owner.get("profiles")).hasSize(2);
    // When: far from the owner in one of them, or with other profiles
    var far = server.post(group + "/members", body(BOTH).replace("1000", "2000"));
    var other = server.post(group + "/members", body("\"profile\":\"duel\""));
    // Then
    assertThat(far.status()).isEqualTo(400);
    assertThat(far.message()).contains("attributes.elo: ").contains("(profile elo)");
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.message()).contains("profile: names 'duel', the group searches in");
    // When
    await(server.runtime.loop.close("elo", "it was deleted"));
    // Then
    var rest = server.get(group).json();
    assertThat(rest.get("status").asText()).isEqualTo("INITIAL");
    assertThat(rest.get("profile").asText()).isEqualTo("duel");
    assertThat(rest.at("/cancellations/elo/reason").asText()).isEqualTo("ProfileDeleted");
    // When: nobody tells the others' clients
    var friend = created(group + "/members", body(BOTH + ",\"is_ready\":true"));
    server.patch(group + "/members/" + owner.get("member_id").asText(), "{\"is_ready\":true}");
    server.runtime.settle();
    // Then
    var member = server.get(group + "/members/" + friend.get("member_id").asText()).json();
    assertThat(member.get("status").asText()).isEqualTo("MATCH_FOUND");
    assertThat(server.get(group).json().get("profile").asText()).isEqualTo("duel");
    // When
    await(server.runtime.loop.close("duel", "it was deleted"));
    var late = server.post("/groups", body(BOTH));
    // Then
    assertThat(late.status()).isEqualTo(400);
    assertThat(late.message()).contains("profile: is 'elo'");
  }

  @Test
  void aFormingGroupEndsWithTheLastOfItsProfiles() {
    var owner = created("/groups", body(BOTH));
    var member =
        "/groups/" + owner.get("group_id").asText() + "/members/" + owner.get("member_id").asText();

    await(server.runtime.loop.close("duel", "it was deleted"));
    server.runtime.pass(60_000);
    assertThat(server.get(member).json().get("status").asText()).isEqualTo("INITIAL");
    server.runtime.pass(60_000); // groupInactivityRemovalPeriod

    var ended = server.get(member).json();
    assertThat(ended.get("status").asText()).isEqualTo("CANCELLED");
    assertThat(ended.at("/cancellation/reason").asText()).isEqualTo("Inactive");
    assertThat(ended.at("/cancellations/elo/reason").asText()).isEqualTo("Inactive");
    assertThat(ended.at("/cancellations/duel/reason").asText()).isEqualTo("ProfileDeleted");
  }

  @Test
  void explanationsTellOfEachProfile() {
    // Given
    var both = created("/tickets", body(BOTH));
    created("/tickets", body("\"profile\":\"elo\"").replace("quick", "slow"));
    // When
    var path = "/v1/tickets/" + both.get("id").asText() + "/explain";
    var json = server.manage(path).json();
    // Then
    assertThat(json.get("summary").asText())
        .startsWith("It searches in elo, duel; the first match takes it. In elo: Of 1 other that");
    assertThat(json.at("/profiles/0/profile").asText()).isEqualTo("elo");
    assertThat(json.at("/profiles/0/search/rules")).hasSize(3);
    assertThat(json.at("/profiles/0/search")).isEqualTo(json.get("search"));
    assertThat(json.at("/profiles/1/summary").asText())
        .isEqualTo("Nobody else waits in this queue.");
    // When
    await(server.runtime.loop.close("elo", "it was deleted"));
    created("/tickets", "{\"profile\":\"duel\"}");
    // Then
    var found = server.manage(path).json();
    assertThat(found.at("/profiles/0/cancellation/reason").asText()).isEqualTo("ProfileDeleted");
    assertThat(found.at("/profiles/1/summary").asText())
        .isEqualTo("This is the profile of its match.");
    assertThat(found.at("/profiles/1").has("search")).isFalse();
  }
}
