package dev.muster.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.e2e.MusterProcess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The Unity SDK 3.x in a game server: it asks for one player for each seat that is free, all at
 * once, with those who play as it knows them from its environment.
 */
@Plays(Kit.UNITY_SERVER)
class UnityServerIT {
  private static final String MEMBER =
      """
      {"is_ready": true, "profile": "%s", "attributes": {"beacons": {"Chicago": 31.0},
       "backfill_group_size": ["1"]}, "player_ip": null}
      """;

  /** What its constructors throw for when it is missing or of another form. */
  record Roster(
      String id, String createdAt, @OrNull String playerIp, String groupId, String teamId) {
    Roster {
      StrictJson.requireTime(createdAt);
    }
  }

  record Ports(Map<String, Port> ports) {}

  record Port(String name, int internal, int external, String protocol) {}

  /** A JSON object of lists. */
  static final class Lists extends HashMap<String, List<String>> {}

  /** A JSON object of texts. */
  static final class Texts extends HashMap<String, String> {}

  private static RunningServer running;

  /** One server for all tests that do not stop it. */
  private static RunningServer server(Line unity, MusterProcess muster) {
    if (running == null) {
      running = RunningServer.start(unity, muster);
    }
    return running;
  }

  private static String wish(RunningServer server, String queue, String requestId) {
    var port = server.address().gameport();
    var id = server.variable("ARBITRIUM_REQUEST_ID");
    var tickets =
        server.players().stream()
            .limit(2)
            .map(Unity.Ticket::id)
            .map(ticket -> "\"" + ticket + "\": " + server.variable("MM_TICKET_" + ticket))
            .collect(Collectors.joining(", "));
    return """
        {"profile": "%s", "attributes": {"assignment": {%s "fqdn": "%s.pr.edgegap.net",
          "public_ip": "%s", "ports": {"gameport": {"internal": "%d", "external": "%d",
            "link": "%s.pr.edgegap.net:%d", "protocol": "UDP"}},
          "location": {"city": "Chicago", "country": "", "continent": "",
            "administrative_division": "", "timezone": ""}}},
         "tickets": {%s}}
        """
        .formatted(
            queue,
            requestId.isEmpty() ? "" : "\"request_id\": \"" + requestId + "\",",
            id,
            server.variable("ARBITRIUM_PUBLIC_IP"),
            port.internal(),
            port.external(),
            id,
            port.external(),
            tickets);
  }

  private static String wish(RunningServer server, String queue) {
    return wish(server, queue, server.variable("ARBITRIUM_REQUEST_ID"));
  }

  private static Unity.Backfill create(Line unity, String wish) {
    return unity.post("/backfills", wish).expect(201).read(Unity.Backfill.class);
  }

  private static Unity.Member player(Line unity, String queue) {
    return unity.post("/groups", MEMBER.formatted(queue)).expect(201).read(Unity.Member.class);
  }

  private static Unity.Backfill awaitAssigned(Line unity, Unity.Backfill backfill) {
    return await("backfill " + backfill.id() + " is ASSIGNED")
        .pollInterval(Kit.UNITY_SERVER.interval())
        .until(
            () -> unity.get("/backfills/" + backfill.id()).expect(200).read(Unity.Backfill.class),
            answer -> answer.status().equals("ASSIGNED"));
  }

  private static void awaitGone(Line unity, Unity.Backfill backfill) {
    await("backfill " + backfill.id() + " is 404")
        .pollInterval(Kit.UNITY_SERVER.interval())
        .until(() -> unity.get("/backfills/" + backfill.id()).status() == 404);
  }

  @Test
  @Sends({"GET /monitor", "POST /backfills", "GET /backfills/{id}"})
  void twoFreeSeatsAskedForAtOnceGetTwoPlayersAtTheServersTrueAddress(
      Line unity, MusterProcess muster) {
    // Given
    var server = server(unity, muster);
    var agent = server.line(unity);
    var queue = server.variable("MM_MATCH_PROFILE");
    assertThat(agent.get("/monitor").read(Unity.Monitor.class).status()).isEqualTo("HEALTHY");
    // When
    var wish = wish(server, queue);
    var open = Stream.of(wish, wish).parallel().map(body -> create(agent, body)).toList();
    var players = IntStream.range(0, 2).mapToObj(i -> player(unity, queue)).toList();
    // Then
    assertThat(open).extracting(Unity.Backfill::status).containsOnly("SEARCHING");
    assertThat(open).extracting(Unity.Backfill::assignedTicket).containsOnlyNulls();
    assertThat(open.get(0).tickets().keySet())
        .containsExactlyInAnyOrder(server.players().get(0).id(), server.players().get(1).id());
    var came = open.stream().map(one -> awaitAssigned(agent, one).assignedTicket()).toList();
    assertThat(came).doesNotContainNull();
    assertThat(came).extracting(Unity.Player::groupId).doesNotContainNull();
    assertThat(came)
        .extracting(one -> one.attributes().backfillGroupSize())
        .containsOnly(List.of("1"));
    var tickets =
        players.stream()
            .map(one -> unity.followTo("HOST_ASSIGNED", one.path(), Unity.Member.class))
            .peek(one -> assertThat(one.assignment()).isEqualTo(server.address()))
            .map(Unity.Member::ticketId)
            .toList();
    assertThat(came).extracting(Unity.Player::id).containsExactlyInAnyOrderElementsOf(tickets);
  }

  /** A build of the SDK sends no id. Then the server is known by its address. */
  @ParameterizedTest
  @ValueSource(strings = {"", "000000000000"})
  @Sends({"POST /backfills", "DELETE /backfills/{id}"})
  void aServerWithoutAnIdThatIsKnownIsFoundByItsAddress(
      String requestId, Line unity, MusterProcess muster) {
    // Given
    var server = server(unity, muster);
    var agent = server.line(unity);
    // When
    var wish = wish(server, server.variable("MM_MATCH_PROFILE"), requestId);
    var backfill = create(agent, wish);
    // Then
    agent.delete("/backfills/" + backfill.id()).expect(204);
    agent.delete("/backfills/" + backfill.id()).refused(404);
    agent.get("/backfills/" + backfill.id()).refused(404);
  }

  /** It takes 404 for "expired", and asks anew. */
  @Test
  @Sends({"POST /backfills", "GET /backfills/{id}"})
  void aBackfillThatFoundNobodyIsGoneAndCanBeMadeAnew(Line unity, MusterProcess muster) {
    // Given
    var server = server(unity, muster);
    var agent = server.line(unity);
    var wish = wish(server, Queues.of(muster).fleetingSeats());
    // When
    var expired = create(agent, wish);
    // Then
    awaitGone(agent, expired);
    assertThat(create(agent, wish).id()).isNotEqualTo(expired.id());
  }

  /** It forgets a backfill that it has read as ASSIGNED, and deletes only those that are open. */
  @Test
  @Sends({"POST /backfills", "GET /backfills/{id}", "DELETE /v1/servers/{id}"})
  void whatTheServerForgetsToDeleteGoesByItself(Line unity, MusterProcess muster) {
    // Given
    var server = RunningServer.start(unity, muster);
    var agent = server.line(unity);
    var queue = Queues.of(muster).forgetfulSeats();
    var assigned = create(agent, wish(server, queue));
    // When
    var player = player(unity, queue);
    unity.followTo("HOST_ASSIGNED", player.path(), Unity.Member.class);
    var open = create(agent, wish(server, queue));
    // Then
    awaitGone(agent, assigned);
    assertThat(agent.get("/backfills/" + open.id()).status()).isEqualTo(200);
    assertThat(server.stop(unity).status()).isBetween(200, 299);
    awaitGone(agent, open);
  }

  @ParameterizedTest
  @ValueSource(strings = {"profile", "tickets", "attributes"})
  @Sends("POST /backfills")
  void aBackfillThatLacksWhatItNeedsIsRefusedWithTheName(
      String field, Line unity, MusterProcess muster) {
    // Given
    var body =
        """
        {"profile": "%s", "attributes": {"assignment": {"request_id": "000000000000"}},
         "tickets": {"a": {"id": "a", "created_at": "2026-11-20T15:04:05Z", "player_ip": null,
           "group_id": null, "attributes": {"beacons": {"Chicago": 1}}}}}
        """
            .formatted(Queues.of(muster).seats())
            .replaceFirst("\"" + field + "\":", "\"not_" + field + "\":");
    // When
    var refused = unity.post("/backfills", body).refused(400);
    // Then
    assertThat(refused.read(Reply.Refusal.class).message()).contains(field);
  }

  @Test
  void whatItsConstructorsReadOfTheEnvironmentIsThere(Line unity, MusterProcess muster) {
    // Given
    var server = server(unity, muster);
    // When
    var ids = server.json("MM_TICKET_IDS", String[].class);
    // Then
    assertThat(ids)
        .containsExactlyInAnyOrderElementsOf(
            server.players().stream().map(Unity.Ticket::id).toList());
    for (var player : server.players()) {
      var roster = server.json("MM_TICKET_" + player.id(), Roster.class);
      assertThat(roster.id()).isEqualTo(player.id());
      assertThat(roster.groupId()).isEqualTo(player.groupId());
      assertThat(server.json("MM_TEAMS", Lists.class).get(player.teamId()))
          .contains(player.groupId());
      assertThat(server.json("MM_GROUPS", Lists.class).get(player.groupId()))
          .containsExactly(player.id());
    }
    assertThat(server.json("MM_EQUALITY", Texts.class)).isEmpty();
    assertThat(server.json("MM_INTERSECTION", Lists.class).get("backfill_group_size"))
        .containsExactlyInAnyOrder("new", "1");
    assertThat(server.variable("MM_MATCH_ID")).isEqualTo(server.players().get(0).matchId());
    assertDeployment(server);
  }

  private static void assertDeployment(RunningServer server) {
    var port = server.json("ARBITRIUM_PORTS_MAPPING", Ports.class).ports().get("gameport");
    var told = server.address().gameport();
    assertThat(port)
        .isEqualTo(new Port("gameport", told.internal(), told.external(), told.protocol()));
    assertThat(server.json("ARBITRIUM_DEPLOYMENT_LOCATION", Unity.Location.class).city())
        .isEqualTo("Chicago");
    for (var number :
        List.of(
            "ARBITRIUM_HOST_BASE_CLOCK_FREQUENCY",
            "ARBITRIUM_DEPLOYMENT_VCPU_UNITS",
            "ARBITRIUM_DEPLOYMENT_MEMORY_MB")) {
      assertThat(server.variable(number)).as(number).matches("[0-9]+");
    }
    assertThat(server.variable("ARBITRIUM_REQUEST_ID")).matches("[0-9a-f]{12}");
    assertThat(server.variable("ARBITRIUM_BEACON_ENABLED")).isEqualTo("true");
    assertThat(server.variable("ARBITRIUM_HOST_BEACON_PUBLIC_IP")).isEqualTo("203.0.113.5");
    assertThat(server.variable("ARBITRIUM_DEPLOYMENT_TAGS").split(",", -1))
        .contains(server.players().get(0).id());
  }
}
