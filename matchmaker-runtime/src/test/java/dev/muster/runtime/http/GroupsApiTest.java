package dev.muster.runtime.http;

import static dev.muster.runtime.TestRuntime.ASSIGNMENT;
import static dev.muster.runtime.TestRuntime.await;
import static dev.muster.runtime.TestRuntime.profile;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.engine.profile.RuleAttributes;
import dev.muster.engine.profile.RuleDefinition;
import dev.muster.engine.profile.RuleType;
import dev.muster.runtime.loop.QueueRevision;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupsApiTest {
  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String duel(boolean ready) {
    return "{\"profile\":\"duel\",\"attributes\":{},\"player_ip\":null,\"is_ready\":" + ready + "}";
  }

  private static String ranked(int elo) {
    return "{\"profile\":\"Ranked_5v5\",\"is_ready\":false,\"attributes\":{\"elo\":"
        + elo
        + ",\"mode\":\"quick\",\"maps\":[\"Airport\"],\"beacons\":{}}}";
  }

  private static String group(JsonNode member) {
    return "/groups/" + member.get("group_id").asText();
  }

  private static String path(JsonNode member) {
    return group(member) + "/members/" + member.get("member_id").asText();
  }

  private JsonNode create(String body) {
    return server.post("/groups", body).json();
  }

  private JsonNode join(JsonNode owner, String body) {
    return server.post(group(owner) + "/members", body).json();
  }

  private String status(JsonNode member) {
    return server.get(path(member)).json().path("status").asText();
  }

  @Test
  void refusesAGroupThatIsTooLargeForAnyServer() {
    // Given
    var one = new RuleAttributes(null, null, null, null, null, null, 1);
    server.runtime.serve(
        profile("crowd", 256, Map.of("maps", new RuleDefinition(RuleType.INTERSECTION, one))));
    var maps =
        IntStream.range(10, 25)
            .mapToObj(i -> "\"" + i + "v".repeat(238) + "\"")
            .collect(Collectors.joining(","));
    var player =
        "{\"profile\":\"crowd\",\"is_ready\":false,\"attributes\":{\"maps\":[" + maps + "]}}";
    var owner = create(player);
    // When
    TestServer.Answer answer;
    int players = 1;
    do {
      answer = server.post(group(owner) + "/members", player);
      players++;
    } while (answer.status() == 201);
    // Then
    assertThat(players).isBetween(190, 210);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).contains("attributes", "at most 786432 were expected");
    assertThat(status(owner)).isEqualTo("INITIAL");
  }

  @Test
  void createsAGroupThatFormsUntilItsOwnerIsReady() {
    // When
    var answer = server.post("/groups", duel(false));

    // Then
    assertThat(answer.status()).isEqualTo(201);
    var owner = answer.json();
    assertThat(owner.get("group_id").asText()).hasSize(36);
    assertThat(owner.get("member_id").asText()).matches("[0-9a-v]{20}");
    assertThat(owner.get("is_ready").asBoolean(true)).isFalse();
    assertThat(owner.get("status").asText()).isEqualTo("INITIAL");
    for (var field : new String[] {"ticket_id", "team_id", "match_id", "assignment"}) {
      assertThat(owner.get(field).isNull()).as(field).isTrue();
    }
    assertThat(owner.has("cancellation")).isFalse();
    var group = server.get(group(owner)).json();
    assertThat(group.get("status").asText()).isEqualTo("INITIAL");
    assertThat(group.get("team_id").isNull()).isTrue();
    assertThat(group.get("assignment").isNull()).isTrue();
    assertThat(group.toString()).doesNotContain(owner.get("member_id").asText());
  }

  @Test
  void letsASoloPlayerWhoIsReadySearchAtOnce() {
    var member = create(duel(true));

    assertThat(member.get("status").asText()).isEqualTo("SEARCHING");
    assertThat(member.get("is_ready").asBoolean()).isTrue();
    assertThat(member.get("ticket_id").asText()).matches("[0-9a-v]{20}");
    assertThat(server.get("/tickets/" + member.get("ticket_id").asText()).status()).isEqualTo(200);
  }

  @Test
  void searchesOnceEverybodyIsReadyAndTellsAllOfThemTheSameServer() {
    // Given
    var owner = create(duel(false));
    var friend = join(owner, duel(false));
    assertThat(friend.get("group_id")).isEqualTo(owner.get("group_id"));

    // When
    var first = server.patch(path(owner), "{\"is_ready\":true}");

    // Then
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.json().get("member_id")).isEqualTo(owner.get("member_id"));
    assertThat(first.json().get("group_id")).isEqualTo(owner.get("group_id"));
    assertThat(first.json().get("is_ready").asBoolean()).isTrue();
    assertThat(first.json().get("status").asText()).isEqualTo("INITIAL");
    assertThat(status(friend)).isEqualTo("INITIAL");

    // When
    var second = server.patch(path(friend), "{\"is_ready\":true}");

    // Then
    assertThat(second.json().get("status").asText()).isEqualTo("SEARCHING");
    server.runtime.settle();
    await(server.runtime.loop.assigned(server.runtime.lastMatch().name(), ASSIGNMENT));
    var a = server.get(path(owner)).json();
    var b = server.get(path(friend)).json();
    assertThat(a.get("status").asText()).isEqualTo("HOST_ASSIGNED");
    assertThat(a.at("/assignment/ports/gameport/link").asText()).isEqualTo("203.0.113.9:31504");
    assertThat(a.get("assignment")).isEqualTo(b.get("assignment"));
    assertThat(a.get("team_id")).isEqualTo(b.get("team_id"));
    assertThat(a.get("match_id")).isEqualTo(b.get("match_id"));
    assertThat(a.get("ticket_id")).isNotEqualTo(b.get("ticket_id"));
    var group = server.get(group(owner)).json();
    assertThat(group.get("status").asText()).isEqualTo("HOST_ASSIGNED");
    assertThat(group.get("assignment")).isEqualTo(a.get("assignment"));
    assertThat(group.get("team_id")).isEqualTo(a.get("team_id"));
  }

  @Test
  void takesReadyBackWhileTheGroupForms() {
    // Given
    var owner = create(duel(false));
    var friend = join(owner, duel(true));

    // When
    server.patch(path(friend), "{\"is_ready\":false}");
    server.patch(path(owner), "{\"is_ready\":true}");

    // Then
    assertThat(status(owner)).isEqualTo("INITIAL");
  }

  @Test
  void refusesWhoeverComesAfterTheStart() {
    // Given
    var owner = create(duel(true));

    // When
    var joined = server.post(group(owner) + "/members", duel(false));
    var readied = server.patch(path(owner), "{\"is_ready\":true}");

    // Then
    assertThat(joined.status()).isEqualTo(409);
    assertThat(joined.message()).contains("SEARCHING");
    assertThat(readied.status()).isEqualTo(409);
    assertThat(readied.header("Retry-After")).isNull();
  }

  @Test
  void refusesMembersWhoCouldNeverPlayWithTheOwner() {
    // Given
    var owner = create(ranked(1_500));

    // When
    var far = server.post(group(owner) + "/members", ranked(1_551));
    var other = server.post(group(owner) + "/members", duel(false));
    var near = server.post(group(owner) + "/members", ranked(1_550));

    // Then
    assertThat(far.status()).isEqualTo(400);
    assertThat(far.message()).contains("attributes.elo");
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.message()).contains("profile", "Ranked_5v5");
    assertThat(near.status()).isEqualTo(201);
  }

  @Test
  void refusesMoreMembersThanATeamTakes() {
    // Given
    var owner = create(duel(false));
    join(owner, duel(false));

    // When
    var third = server.post(group(owner) + "/members", duel(false));

    // Then
    assertThat(third.status()).isEqualTo(400);
    assertThat(third.message()).contains("2");
  }

  @Test
  void saysWhatIsNotThere() {
    // Given
    var owner = create(duel(false));
    var nobody = "/groups/b2080c27-19c9-4fb0-8fe7-4bf1e5d285d1";

    // Then
    assertThat(server.get(nobody).status()).isEqualTo(404);
    assertThat(server.delete(nobody).status()).isEqualTo(404);
    assertThat(server.post(nobody + "/members", duel(false)).status()).isEqualTo(404);
    assertThat(server.get(nobody + "/members/x").status()).isEqualTo(404);
    assertThat(server.patch(nobody + "/members/x", "{\"is_ready\":true}").status()).isEqualTo(404);
    assertThat(server.delete(nobody + "/members/x").status()).isEqualTo(404);
    assertThat(server.get(group(owner) + "/members/x").status()).isEqualTo(404);
    assertThat(server.patch(group(owner) + "/members/x", "{\"is_ready\":true}").status())
        .isEqualTo(404);
    assertThat(server.delete(group(owner) + "/members/x").status()).isEqualTo(404);
  }

  @Test
  void letsAMemberLeaveAloneBeforeTheStart() {
    // Given
    var owner = create(duel(false));
    var friend = join(owner, duel(false));

    // When
    var left = server.delete(path(friend));

    // Then
    assertThat(left.status()).isEqualTo(204);
    assertThat(server.get(path(friend)).status()).isEqualTo(404);
    assertThat(status(owner)).isEqualTo("INITIAL");
    assertThat(server.post(group(owner) + "/members", duel(false)).status()).isEqualTo(201);
  }

  @Test
  void startsWhenTheLastOneWhoWasNotReadyLeaves() {
    // Given
    var owner = create(duel(false));
    var friend = join(owner, duel(false));
    server.patch(path(owner), "{\"is_ready\":true}");

    // When
    server.delete(path(friend));

    // Then
    assertThat(status(owner)).isEqualTo("SEARCHING");
  }

  @Test
  void saysWhoEndedAGroupThatSearched() {
    for (var leaver : List.of("owner", "friend")) {
      // Given
      var owner = create(ranked(1_500));
      var friend = join(owner, ranked(1_500));
      server.patch(path(owner), "{\"is_ready\":true}");
      server.patch(path(friend), "{\"is_ready\":true}");
      assertThat(status(friend)).isEqualTo("SEARCHING");

      // When
      server.delete(path(leaver.equals("owner") ? owner : friend));

      // Then
      assertThat(server.get(path(friend)).json().at("/cancellation/message").asText())
          .isEqualTo(
              leaver.equals("owner")
                  ? "The group was deleted: its owner left it."
                  : "A member left the group after its search had begun.");
    }
  }

  @Test
  void endsTheGroupWhenItsOwnerLeavesBeforeTheStart() {
    // Given
    var owner = create(duel(false));
    var friend = join(owner, duel(false));

    // When
    var left = server.delete(path(owner));

    // Then
    assertThat(left.status()).isEqualTo(204);
    assertThat(server.get(path(friend)).status()).isEqualTo(404);
    assertThat(server.get(group(owner)).status()).isEqualTo(404);
  }

  @Test
  void removesAllMembershipsWhenTheGroupIsDeletedBeforeTheStart() {
    // Given
    var owner = create(duel(false));
    var friend = join(owner, duel(false));

    // When
    var deleted = server.delete(group(owner));

    // Then
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(server.get(path(owner)).status()).isEqualTo(404);
    assertThat(server.get(path(friend)).status()).isEqualTo(404);
  }

  @Test
  void cancelsEverybodyWhenTheGroupIsDeletedAfterTheStart() {
    // Given
    var owner = create(ranked(1_500));
    var friend = join(owner, ranked(1_500));
    server.patch(path(owner), "{\"is_ready\":true}");
    server.patch(path(friend), "{\"is_ready\":true}");
    assertThat(status(friend)).isEqualTo("SEARCHING");

    // When
    var deleted = server.delete(group(owner));

    // Then
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(status(owner)).isEqualTo("CANCELLED");
    var member = server.get(path(friend)).json();
    assertThat(member.get("status").asText()).isEqualTo("CANCELLED");
    assertThat(member.at("/cancellation/reason").asText()).isEqualTo("Deleted");
    assertThat(server.patch(path(owner), "{\"is_ready\":true}").status()).isEqualTo(409);
    assertThat(server.post(group(owner) + "/members", ranked(1_500)).status()).isEqualTo(409);
    server.runtime.pass(60_000);
    assertThat(server.get(path(friend)).status()).isEqualTo(404);
  }

  @Test
  void cancelsTheWholeGroupWhenAMemberLeavesAfterTheStart() {
    // Given
    var owner = create(ranked(1_500));
    var friend = join(owner, ranked(1_500));
    server.patch(path(owner), "{\"is_ready\":true}");
    server.patch(path(friend), "{\"is_ready\":true}");

    // When
    var left = server.delete(path(friend));

    // Then
    assertThat(left.status()).isEqualTo(204);
    assertThat(status(owner)).isEqualTo("CANCELLED");
  }

  @Test
  void anOwnerWhoResumedAfterACrashLeavesByHisMembershipAndCancelsTheGroup() {
    // Given an owner who knows no more than the two ids that he had saved
    var owner = create(ranked(1_500));
    var friend = join(owner, ranked(1_500));
    server.patch(path(owner), "{\"is_ready\":true}");
    server.patch(path(friend), "{\"is_ready\":true}");

    // When
    var resumed = server.get(path(owner)).json();
    var left = server.delete(path(resumed));

    // Then
    assertThat(resumed.get("status").asText()).isEqualTo("SEARCHING");
    assertThat(resumed.get("ticket_id")).isEqualTo(owner.get("member_id"));
    assertThat(left.status()).isEqualTo(204);
    assertThat(status(friend)).isEqualTo("CANCELLED");
    assertThat(server.patch(path(friend), "{\"is_ready\":true}").status()).isEqualTo(409);
    assertThat(server.post(group(owner) + "/members", ranked(1_500)).status()).isEqualTo(409);
    server.runtime.pass(59_999);
    assertThat(status(friend)).isEqualTo("CANCELLED");
    server.runtime.pass(1);
    assertThat(server.get(path(friend)).status()).isEqualTo(404);
    assertThat(server.get(group(owner)).status()).isEqualTo(404);
  }

  @Test
  void doesNotLetAGroupGoOnceAMatchIsFound() {
    // Given
    var owner = create(duel(false));
    var friend = join(owner, duel(true));
    server.patch(path(owner), "{\"is_ready\":true}");
    server.runtime.settle();
    assertThat(status(friend)).isEqualTo("MATCH_FOUND");

    // Then
    assertThat(server.delete(group(owner)).status()).isEqualTo(409);
    assertThat(server.delete(path(friend)).status()).isEqualTo(409);
    assertThat(status(friend)).isEqualTo("MATCH_FOUND");
  }

  @Test
  void removesAGroupToWhichNothingHappens() {
    // Given
    var owner = create(duel(false));
    server.runtime.pass(119_000);
    var friend = join(owner, duel(false));
    server.runtime.pass(119_999);
    assertThat(status(owner)).isEqualTo("INITIAL");

    // When
    server.runtime.pass(1);

    // Then
    assertThat(status(owner)).isEqualTo("CANCELLED");
    assertThat(server.get(path(friend)).json().at("/cancellation/reason").asText())
        .isEqualTo("Inactive");
    server.runtime.pass(60_000);
    assertThat(server.get(path(owner)).status()).isEqualTo(404);
    assertThat(server.get(group(owner)).status()).isEqualTo(404);
  }

  @Test
  void checksFormingGroupsAgainWhenRulesChange() {
    // Given
    var member = create(duel(false));
    var ready = join(member, duel(true));
    var other = create(ranked(1_500));

    // When
    server.runtime.serve(
        profile(
            "duel",
            2,
            Map.of("mode", new RuleDefinition(RuleType.STRING_EQUALITY, RuleAttributes.NONE))),
        "2");

    // Then
    assertThat(server.get(path(member)).json().at("/cancellation/reason").asText())
        .isEqualTo("MissingAttribute");
    assertThat(server.get(path(member)).json().path("is_ready").asBoolean(true)).isFalse();
    assertThat(server.get(path(ready)).json().path("is_ready").asBoolean()).isTrue();
    assertThat(status(other)).isEqualTo("INITIAL");
  }

  @Test
  void letsGroupsFormOnWhenTheirQueueGetsAnotherName() {
    // Given
    var owner = create(duel(false));

    // When
    await(
        server.runtime.loop.serve(
            new QueueRevision("duel", "duel-2", profile("night", 2, Map.of()))));

    // Then
    assertThat(status(owner)).isEqualTo("INITIAL");
    var group = "/groups/" + owner.path("group_id").asText();
    assertThat(server.get(group).json().path("profile").asText()).isEqualTo("night");
    assertThat(server.post(group + "/members", duel(true)).status()).isEqualTo(400);
    assertThat(server.post(group + "/members", duel(true).replace("duel", "night")).status())
        .isEqualTo(201);
    server.patch(path(owner), "{\"is_ready\":true}");
    server.runtime.settle();
    assertThat(status(owner)).isEqualTo("MATCH_FOUND");
  }

  @Test
  void cancelsFormingGroupsOfAProfileThatIsGone() {
    // Given
    var member = create(duel(false));

    // When
    await(server.runtime.loop.close("duel", "its profile was deleted"));

    // Then
    assertThat(server.get(path(member)).json().at("/cancellation/reason").asText())
        .isEqualTo("ProfileDeleted");
  }

  @Test
  void wantsToKnowWhetherAMemberIsReadyWhenThatIsAllThereIsToSay() {
    // Given
    var owner = create(duel(false));

    // When
    var missing = server.patch(path(owner), "{}");
    var text = server.patch(path(owner), "{\"is_ready\":\"true\"}");

    // Then
    assertThat(missing.status()).isEqualTo(400);
    assertThat(missing.message()).contains("is_ready", "required");
    assertThat(text.status()).isEqualTo(400);
    assertThat(text.message()).contains("is_ready", "true or false");
  }

  @Test
  void asksToComeBackWhenTooManyGroupsForm() {
    try (var small = new TestServer(new dev.muster.runtime.TestRuntime(10, 2, 100))) {
      // Given
      small.runtime.loop.start();
      small.runtime.serve(dev.muster.runtime.TestRuntime.duel());
      small.post("/groups", duel(false));
      var second = small.post("/groups", duel(false)).json();

      // When
      var third = small.post("/groups", duel(false));

      // Then
      assertThat(third.status()).isEqualTo(503);
      assertThat(third.header("Retry-After")).isEqualTo("1");
      small.delete(group(second));
      assertThat(small.post("/groups", duel(false)).status()).isEqualTo(201);
    }
  }
}
