package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of waiting players, and of the rules in force, when a profile is edited. */
@ExtendWith(SharedMuster.class)
class RuleChangesIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Test
  void aRuleThatOnlyTheEngineSeesIsBadLeavesTheGoodOneInForceAlsoAfterARestart(
      MusterProcess muster) {
    // Given
    var profiles = new Profiles(muster.client());
    var good =
        profiles.serve(
            Profiles.printing(
                "engine-sees",
                "{size: {type: playerCount, teamCount: 1, minTeamSize: 2, maxTeamSize: 2}}",
                ""));
    var revision = good.getStatus().revision();
    // When
    profiles.apply(
        Profiles.printing(
            "engine-sees",
            "{size: {type: playerCount, teamCount: 1, minTeamSize: 3, maxTeamSize: 3},"
                + " elo: {type: numberDifference, maxDifference: 50, default: many}}",
            ""));
    // Then
    var refused =
        await()
            .atMost(PATIENCE)
            .until(
                () -> profiles.get("engine-sees"),
                found -> Profiles.is(found, "Accepted", "False"));
    assertThat(Profiles.condition(refused, "Accepted").orElseThrow().getMessage())
        .contains("spec.rules.elo.default: must be a number from -100000000 to 100000000")
        .contains(revision);
    assertThat(refused.getStatus().revision()).isEqualTo(revision);
    assertAMatchIsMade(muster);
    // When
    restartRuntime(muster);
    // Then
    assertAMatchIsMade(muster);
  }

  @Test
  void waitingPlayersKeepTheirPlaceAndMeetUnderTheNewRule(MusterProcess muster) {
    // Given
    var profiles = new Profiles(muster.client());
    profiles.serve(elo("rule-change", 50));
    var players = GameClient.of(muster);
    var ana = players.group("rule-change", "{\"elo\": 1000}", true);
    var ben = players.group("rule-change", "{\"elo\": 1200}", true);
    assertThat(ana.status()).isEqualTo("SEARCHING");
    // When
    profiles.serve(elo("rule-change", 300));
    // Then
    var match = ana.await("HOST_ASSIGNED").path("match_id");
    assertThat(ben.await("HOST_ASSIGNED").path("match_id")).isEqualTo(match);
  }

  @Test
  void aNewRuleWithoutDefaultCancelsThoseWhoLackTheAttributeAndSaysSo(MusterProcess muster) {
    // Given
    var profiles = new Profiles(muster.client());
    profiles.serve(elo("new-rule", 50));
    var ana = GameClient.of(muster).group("new-rule", "{\"elo\": 1000}", true);
    // When
    profiles.apply(
        Profiles.printing(
            "new-rule",
            "{size: {type: playerCount, teamCount: 1, minTeamSize: 2, maxTeamSize: 2},"
                + " elo: {type: numberDifference, maxDifference: 50}, mode: {type: stringEquality}}",
            ""));
    // Then
    var cancelled = ana.await("CANCELLED");
    assertThat(cancelled.at("/cancellation/reason").textValue()).isEqualTo("MissingAttribute");
    assertThat(cancelled.at("/cancellation/message").textValue()).contains("mode");
  }

  @Test
  void deletingAProfileCancelsItsWaitingPlayers(MusterProcess muster) {
    // Given
    var profiles = new Profiles(muster.client());
    var profile = profiles.serve(elo("deleted", 50));
    var ana = GameClient.of(muster).group("deleted", "{\"elo\": 1000}", true);
    // When
    muster.client().resource(profile).delete();
    // Then
    assertThat(ana.await("CANCELLED").at("/cancellation/reason").textValue())
        .isEqualTo("ProfileDeleted");
    assertThat(
            GameClient.of(muster)
                .send("POST", "/tickets", "{\"profile\":\"deleted\",\"attributes\":{\"elo\":1}}")
                .status())
        .isEqualTo(400);
  }

  @Test
  void twoQueuesThatSwapTheirNamesDoSoOverAThirdAndKeepTheirPlayers(MusterProcess muster) {
    // Given
    var profiles = new Profiles(muster.client());
    profiles.serve(called("red", "Red"));
    profiles.serve(called("blue", "Blue"));
    var players = GameClient.of(muster);
    var ana = players.group("Red", "{}", true);
    var ben = players.group("Blue", "{}", true);
    // When
    profiles.apply(called("red", "Blue"));
    profiles.apply(called("blue", "Red"));
    // Then
    for (var name : new String[] {"red", "blue"}) {
      await().atMost(PATIENCE).until(() -> Profiles.is(profiles.get(name), "Accepted", "False"));
      assertThat(Profiles.condition(profiles.get(name), "Accepted").orElseThrow().getReason())
          .isEqualTo("QueueTaken");
    }
    // When
    profiles.serve(called("red", "Third"));
    await().atMost(PATIENCE).until(() -> Profiles.isServed(profiles.get("blue")));
    profiles.serve(called("red", "Blue"));
    // Then
    assertThat(queueOf(ana)).isEqualTo("Blue");
    assertThat(queueOf(ben)).isEqualTo("Red");
    assertThat(ana.status()).isEqualTo("SEARCHING");
    assertThat(ben.status()).isEqualTo("SEARCHING");
  }

  @Test
  void aChangeOfTheMatchmakersResourcesLosesThoseWhoWaitButNobodyInAMatch(MusterProcess muster) {
    // Given
    var profiles = new Profiles(muster.client());
    profiles.serve(called("survives", "Survives"));
    var players = GameClient.of(muster);
    var ana = players.group("Survives", "{}", true);
    var ben = players.group("Survives", "{}", true);
    var assignment = ana.await("HOST_ASSIGNED").path("assignment");
    ben.await("HOST_ASSIGNED");
    var eve = players.group("Survives", "{}", true);
    // When
    muster
        .client()
        .resources(dev.muster.api.v1alpha1.Matchmaker.class)
        .inNamespace("default")
        .withName("default")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\": {\"resources\": {\"requests\": {\"cpu\": \"10m\"}}}}");
    // Then
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> players.send("GET", eve.path(), null).status() == 404);
    assertThat(ana.get().path("assignment")).isEqualTo(assignment);
    assertThat(ben.status()).isEqualTo("HOST_ASSIGNED");
  }

  private static dev.muster.api.v1alpha1.MatchmakerProfile called(String name, String queue) {
    return Profiles.printing(
        name,
        "{size: {type: playerCount, teamCount: 1, minTeamSize: 2, maxTeamSize: 2}}",
        "  queue: " + queue);
  }

  private static String queueOf(GameClient.Membership member) {
    return member
        .client()
        .send("GET", "/groups/" + member.groupId(), null)
        .body()
        .path("profile")
        .asText();
  }

  private static dev.muster.api.v1alpha1.MatchmakerProfile elo(String name, int maxDifference) {
    return Profiles.printing(
        name,
        "{size: {type: playerCount, teamCount: 1, minTeamSize: 2, maxTeamSize: 2},"
            + " elo: {type: numberDifference, maxDifference: "
            + maxDifference
            + "}}",
        "");
  }

  private static void assertAMatchIsMade(MusterProcess muster) {
    var players = GameClient.of(muster);
    var ana = players.group("engine-sees", "{}", true);
    var ben = players.group("engine-sees", "{}", true);
    var match = ana.await("HOST_ASSIGNED").path("match_id");
    assertThat(ben.await("HOST_ASSIGNED").path("match_id")).isEqualTo(match);
  }

  static void restartRuntime(MusterProcess muster) {
    var pods =
        muster.client().pods().inNamespace("default").withLabel("muster.dev/matchmaker", "default");
    var runtime =
        pods.list().getItems().stream()
            .filter(pod -> !pod.getMetadata().getLabels().containsKey("muster.dev/match"))
            .findFirst()
            .orElseThrow();
    muster.client().resource(runtime).delete();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                pods.list().getItems().stream()
                    .filter(pod -> !pod.getMetadata().getLabels().containsKey("muster.dev/match"))
                    .anyMatch(
                        pod ->
                            !pod.getMetadata().getUid().equals(runtime.getMetadata().getUid())
                                && pod.getStatus().getConditions() != null
                                && pod.getStatus().getConditions().stream()
                                    .anyMatch(
                                        condition ->
                                            condition.getType().equals("Ready")
                                                && condition.getStatus().equals("True"))));
  }
}
