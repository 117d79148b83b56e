package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchStatus;
import io.fabric8.kubernetes.api.model.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A game server that never comes up. */
@ExtendWith(SharedMuster.class)
class FailingServersIT {
  @Test
  void eachAttemptIsToldAndAfterThreeFailedMatchesThePlayersLearnWhy(MusterProcess muster) {
    // Given
    var profiles = new Profiles(muster.client());
    var profile =
        Profiles.parse(
            """
            apiVersion: muster.dev/v1alpha1
            kind: MatchmakerProfile
            metadata: {name: failing, namespace: default}
            spec:
              rules: {size: {type: playerCount, teamCount: 1, minTeamSize: 2, maxTeamSize: 2}}
              gameServer:
                template:
                  spec:
                    containers:
                      - name: game
                        image: muster.dev/example-game-server:0.1.0
                        env: [{name: EXIT_AT_START, value: "3"}]
                        readinessProbe: {tcpSocket: {port: 7777}, periodSeconds: 1}
                ports: [{name: gameport, containerPort: 7777}]
                maxRetries: 1
            """);
    profiles.serve(profile);
    var players = GameClient.of(muster);
    // When
    var ana = players.group("failing", "{}", true);
    var ben = players.group("failing", "{}", true);
    // Then
    var cancelled = ana.await("CANCELLED");
    assertThat(cancelled.at("/cancellation/reason").textValue()).isEqualTo("StartFailed");
    assertThat(cancelled.at("/cancellation/message").textValue()).contains("3");
    ben.await("CANCELLED");
    var matches = matches(muster);
    assertThat(matches).hasSize(3);
    for (var match : matches) {
      assertThat(match.getStatus().phase()).isEqualTo(MatchStatus.Phase.Failed);
      assertThat(match.getStatus().attempt()).isEqualTo(2);
      var told =
          await()
              .atMost(Duration.ofSeconds(30))
              .until(() -> messagesOn(muster, match), found -> found.size() >= 5);
      assertThat(told)
          .as("one Event for each attempt, each failure with its cause, and the end")
          .anyMatch(message -> message.startsWith("Attempt 1 of 2: pod "))
          .anyMatch(message -> message.startsWith("Attempt 2 of 2: pod "))
          .filteredOn(message -> message.contains("code 3"))
          .hasSizeGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void theProfileOfThePageIsTriedFourTimesForEachMatch(MusterProcess muster) throws IOException {
    // Given
    var page = MusterProcess.HOME.resolve("docs/game-servers.md");
    var yaml = Files.readString(MusterProcess.HOME.resolve("docs/game-servers/profile.yaml"));
    assertThat(page).content().contains("```yaml\n" + yaml + "```\n");
    var profiles = new Profiles(muster.client());
    var profile = profiles.serve(Profiles.parse(yaml));
    var players = GameClient.of(muster);
    // When
    var ana = players.group("careful", "{}", true);
    players.group("careful", "{}", true);
    // Then
    var failed =
        await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> failed(muster, "careful"), found -> !found.isEmpty())
            .get(0);
    assertThat(failed.getStatus().attempt()).isEqualTo(4);
    assertThat(failed.getStatus().reason()).isEqualTo("ServerExited");
    muster.client().resource(profile).delete();
    assertThat(ana.await("CANCELLED").at("/cancellation/reason").asText())
        .isEqualTo("ProfileDeleted");
  }

  private static List<Match> failed(MusterProcess muster, String profile) {
    return all(muster, profile).stream()
        .filter(match -> match.getStatus() != null)
        .filter(match -> match.getStatus().phase() == MatchStatus.Phase.Failed)
        .toList();
  }

  private static List<Match> all(MusterProcess muster, String profile) {
    return muster
        .client()
        .resources(Match.class)
        .inNamespace("default")
        .withLabel("muster.dev/profile", profile)
        .list()
        .getItems();
  }

  private static List<Match> matches(MusterProcess muster) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> all(muster, "failing"),
            found ->
                found.stream()
                    .allMatch(match -> match.getStatus().phase() == MatchStatus.Phase.Failed));
  }

  private static List<String> messagesOn(MusterProcess muster, Match match) {
    return muster.client().v1().events().inNamespace("default").list().getItems().stream()
        .filter(event -> match.getMetadata().getUid().equals(event.getInvolvedObject().getUid()))
        .map(Event::getMessage)
        .toList();
  }
}
