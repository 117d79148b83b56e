package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.api.v1alpha1.Match;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The fields of a Match that only a restarted runtime reads: Matches that differ in one of them,
 * and what their players are told when no server starts for them. What the operator reads is tested
 * there.
 */
@ExtendWith(SharedMuster.class)
class MatchFieldsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String HOUR_MILLIS = "3600000";

  @Test
  void aRestartedRuntimeKnowsHowLongAPlayerHasSearchedAndHowOftenInVain(MusterProcess muster) {
    // Given matches without a server: their image never becomes ready
    var revision = serve(muster).getStatus().revision();
    var now = Instant.now();
    var hourAgo = now.minus(Duration.ofHours(1));
    var tickets =
        Map.of(
            "plain", create(muster, revision, "plain", now, "0", 0),
            "searchingSince", create(muster, revision, "since", hourAgo, "0", 0),
            "expiryPausedMillis", create(muster, revision, "paused", hourAgo, HOUR_MILLIS, 0),
            "failures", create(muster, revision, "failures", now, "0", 2));
    RuleChangesIT.restartRuntime(muster);
    tickets.values().forEach(ticket -> await(muster, ticket, "MATCH_FOUND"));
    // When
    muster
        .client()
        .resources(Match.class)
        .inNamespace("default")
        .withLabel("muster.dev/profile", "recovered")
        .delete();
    // Then
    await(muster, tickets.get("plain"), "SEARCHING");
    await(muster, tickets.get("expiryPausedMillis"), "SEARCHING");
    assertThat(reason(await(muster, tickets.get("searchingSince"), "CANCELLED")))
        .isEqualTo("Expired");
    assertThat(reason(await(muster, tickets.get("failures"), "CANCELLED")))
        .isEqualTo("StartFailed");
  }

  private static dev.muster.api.v1alpha1.MatchmakerProfile serve(MusterProcess muster) {
    return new Profiles(muster.client())
        .serve(
            Profiles.parse(
                """
                apiVersion: muster.dev/v1alpha1
                kind: MatchmakerProfile
                metadata: {name: recovered, namespace: default}
                spec:
                  ticketExpirationPeriod: 30m
                  rules: {size: {type: playerCount, teamCount: 1, minTeamSize: 8, maxTeamSize: 8}}
                  gameServer:
                    template:
                      spec:
                        containers:
                          - name: game
                            image: %s
                            readinessProbe: {tcpSocket: {port: 9}, periodSeconds: 1}
                    startTimeout: 1h
                """
                    .formatted(TestImages.PRINT_ENV)));
  }

  /** Makes a Match of one player as a runtime would have, and gives the player's ticket. */
  private static String create(
      MusterProcess muster,
      String revision,
      String name,
      Instant since,
      String pausedMillis,
      int failures) {
    var ticket = "ticket-" + name;
    var match =
        Serialization.unmarshal(
            """
            metadata:
              name: recovered-%2$s
              namespace: default
              labels: {muster.dev/matchmaker: default, muster.dev/profile: recovered}
            spec:
              matchmaker: default
              profile: recovered
              queue: recovered
              revision: %1$s
              matchId: "recovered_initial-%3$s"
              expansion: initial
              teams:
                - id: team-%2$s
                  groups:
                    - id: group-%2$s
                      tickets: [%4$s]
                      searchingSince: "%5$s"
                      expiryPausedMillis: %6$s
                      failures: %7$d
              tickets:
                - {id: %4$s, createdAt: "%5$s", groupId: group-%2$s, teamId: team-%2$s, attributes: {}}
            """
                .formatted(revision, name, Instant.now(), ticket, since, pausedMillis, failures),
            Match.class);
    muster.client().resource(match).create();
    return ticket;
  }

  private static JsonNode await(MusterProcess muster, String ticket, String status) {
    return org.awaitility.Awaitility.await(ticket + " is " + status)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> GameClient.of(muster).send("GET", "/tickets/" + ticket, null).body(),
            answer -> answer.path("status").asText().equals(status));
  }

  private static String reason(JsonNode ticket) {
    return ticket.at("/cancellation/reason").textValue();
  }
}
