package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.api.v1alpha1.Backfill;
import dev.muster.api.v1alpha1.Match;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A running server asks for players over HTTP, as Edgegap's server kits do. */
@ExtendWith(SharedMuster.class)
class BackfillHttpIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String PROFILE =
      """
      apiVersion: muster.dev/v1alpha1
      kind: MatchmakerProfile
      metadata: {name: %s, namespace: default}
      spec:
        ticketExpirationPeriod: %s
        backfillOnly: %s
        rules:
          size: {type: playerCount, teamCount: 1, minTeamSize: 1, maxTeamSize: %d}
        gameServer:
          template: {spec: {containers: [{name: game, image: "muster.dev/test/simulated:1"}]}}
          ports: [{name: gameport, containerPort: 7777}]
      """;

  @Test
  void severalBackfillsAtOnceGetDifferentGroupsWhole(MusterProcess muster) {
    // Given
    var server = server(muster);
    serve(muster, "http-seats", "5m", true);
    var wish = wish("http-seats", server, "[\"2\", \"1\"]");
    // When
    var ids =
        Stream.of(wish, wish)
            .parallel()
            .map(body -> create(muster, body).path("id").textValue())
            .toList();
    var solo = GameClient.of(muster).group("http-seats", "{}", true);
    var first = GameClient.of(muster).group("http-seats", "{}", false);
    var second = GameClient.of(muster).join(first, "http-seats", "{}", true);
    first.ready();
    // Then
    var came = new HashSet<Set<String>>();
    for (var id : ids) {
      var assigned = awaitAssigned(muster, id);
      assertThat(assigned.at("/assigned_ticket/id"))
          .isEqualTo(assigned.at("/assigned_tickets/0/id"));
      assertThat(assigned.at("/assigned_ticket/attributes").isObject()).isTrue();
      came.add(
          StreamSupport.stream(assigned.get("assigned_tickets").spliterator(), false)
              .map(ticket -> ticket.path("id").textValue())
              .collect(java.util.stream.Collectors.toSet()));
    }
    assertThat(came)
        .containsExactlyInAnyOrder(
            Set.of(solo.memberId()), Set.of(first.memberId(), second.memberId()));
    var link = server.getStatus().assignment().ports().get("gameport").link();
    for (var player : List.of(solo, first, second)) {
      assertThat(player.await("HOST_ASSIGNED").at("/assignment/ports/gameport/link").textValue())
          .isEqualTo(link);
    }
    await("the pod names who joined")
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(tickets(muster, server))
                    .contains(solo.memberId(), first.memberId(), second.memberId()));
  }

  @Test
  void oneThatExpiredOrWasDeletedOrLostItsServerIsGone(MusterProcess muster) {
    // Given
    var server = server(muster);
    serve(muster, "http-brief", "2s", true);
    serve(muster, "http-seats", "5m", true);
    var client = GameClient.of(muster);
    // When
    var brief = path(create(muster, wish("http-brief", server, "[\"1\"]")));
    var deleted = path(create(muster, wish("http-seats", server, "[\"1\"]")));
    var left = path(create(muster, wish("http-seats", server, "[\"1\"]")));
    // Then
    assertThat(client.send("DELETE", deleted, null).status()).isEqualTo(204);
    assertThat(client.send("GET", deleted, null).status()).isEqualTo(404);
    assertThat(client.send("GET", left, null).status()).isEqualTo(200);
    awaitGone(client, brief);
    muster.client().resource(server).delete();
    awaitGone(client, left);
    await("it went with its pod")
        .atMost(PATIENCE)
        .until(() -> backfill(muster, left.substring("/backfills/".length())) == null);
    assertThat(client.send("POST", "/backfills", wish("http-seats", server, "[\"1\"]")).status())
        .isEqualTo(400);
  }

  private static void awaitGone(GameClient client, String path) {
    await(path + " is gone")
        .atMost(PATIENCE)
        .until(() -> client.send("GET", path, null).status() == 404);
  }

  private static Backfill backfill(MusterProcess muster, String name) {
    return muster.client().resources(Backfill.class).inNamespace("default").withName(name).get();
  }

  private static List<String> tickets(MusterProcess muster, Match server) {
    var pod =
        muster.client().pods().inNamespace("default").withName(server.getStatus().podName()).get();
    return List.of(pod.getMetadata().getAnnotations().get("muster.dev/tickets").split(","));
  }

  private static JsonNode create(MusterProcess muster, String body) {
    var answer = GameClient.of(muster).send("POST", "/backfills", body);
    assertThat(answer.status()).as(answer.body()::toString).isEqualTo(201);
    assertThat(answer.body().path("status").textValue()).isEqualTo("SEARCHING");
    return answer.body();
  }

  private static String path(JsonNode backfill) {
    return "/backfills/" + backfill.path("id").textValue();
  }

  private static JsonNode awaitAssigned(MusterProcess muster, String id) {
    return await("backfill " + id + " is assigned")
        .atMost(PATIENCE)
        .until(
            () -> GameClient.of(muster).send("GET", "/backfills/" + id, null).body(),
            backfill -> backfill.path("status").asText().equals("ASSIGNED"));
  }

  /** As Unity's kit sends it: a host name of its own making, and ports as strings. */
  private static String wish(String queue, Match server, String sizes) {
    var assignment = server.getStatus().assignment();
    return """
        {"profile": "%s", "attributes": {"assignment": {"request_id": "%s",
          "fqdn": "made-up.pr.edgegap.net", "public_ip": "%s", "ports": {"gameport": {
            "internal": "7777", "external": "%d", "link": "made-up.pr.edgegap.net:1",
            "protocol": "UDP"}}}},
         "tickets": {"who-plays": {"id": "who-plays", "created_at": "2026-11-20T15:04:05Z",
           "player_ip": null, "group_id": "g", "attributes": {"backfill_group_size": %s}}}}
        """
        .formatted(
            queue,
            server.getStatus().requestId(),
            assignment.publicIp(),
            assignment.ports().get("gameport").external(),
            sizes);
  }

  private static void serve(
      MusterProcess muster, String queue, String expiration, boolean backfillOnly) {
    new Profiles(muster.client())
        .serve(
            Profiles.parse(
                PROFILE.formatted(queue, expiration, backfillOnly, backfillOnly ? 4 : 1)));
  }

  /** A match of one player, whose server has room. */
  private static Match server(MusterProcess muster) {
    serve(muster, "http-servers", "5m", false);
    var owner =
        GameClient.of(muster)
            .group("http-servers", "{}", true)
            .await("HOST_ASSIGNED")
            .path("match_id")
            .textValue();
    return muster.client().resources(Match.class).inNamespace("default").list().getItems().stream()
        .filter(match -> match.getSpec().matchId().equals(owner))
        .findFirst()
        .orElseThrow();
  }
}
