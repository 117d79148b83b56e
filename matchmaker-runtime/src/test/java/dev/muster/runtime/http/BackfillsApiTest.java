package dev.muster.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.runtime.TestRuntime;
import dev.muster.runtime.server.GameServer;
import dev.muster.runtime.server.OpenSeats.Creation;
import dev.muster.runtime.server.PlayerTicket;
import dev.muster.runtime.server.ServerAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackfillsApiTest {
  private static final String SERVER = "23c01225b99d";

  /** As Unity's server kit sends it: a host name of its own making, and ports as strings. */
  static final String UNITY =
      """
      {"profile": "duel",
       "attributes": {"assignment": {"request_id": "23c01225b99d", "fqdn": "23c01225b99d.pr.edgegap.net",
         "public_ip": "203.0.113.9",
         "ports": {"gameport": {"internal": "7777", "external": "31504",
           "link": "23c01225b99d.pr.edgegap.net:31504", "protocol": "UDP"}},
         "location": {"city": "Montreal", "country": "Canada", "continent": "North America",
           "administrative_division": "Quebec", "timezone": "America/Toronto"}}},
       "tickets": {"c3d057h5h6f7j889fk43": {"id": "c3d057h5h6f7j889fk43",
         "created_at": "2024-08-20T13:38:05.251393+00:00", "player_ip": "174.25.48.238",
         "group_id": "192bb97e-7fd6-4d86-8ce4-61c53c9fef16", "attributes": {}}}}
      """;

  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer();
    server.gameServers.put(SERVER, running(GameServer.State.READY));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static GameServer running(GameServer.State state) {
    return new GameServer(
        SERVER, "m1", "m1-1", state, Optional.of(TestRuntime.ASSIGNMENT), List.of());
  }

  private static PlayerTicket ticket(String id) {
    return new PlayerTicket(
        id,
        "2026-11-20T15:04:05.1230000Z",
        Optional.of("192.0.2.1"),
        Optional.of("g1"),
        Optional.of("t1"),
        "{\"elo\":12.50}");
  }

  @Test
  void takesOnlyServersTokensWhileThereAreAny() {
    var id = server.post("/backfills", UNITY).json().get("id").asText();
    server.tokens = TestServer.WITH_SERVERS;

    assertThat(server.post("/backfills", UNITY).status()).isEqualTo(401);
    assertThat(server.get("/backfills/" + id).status()).isEqualTo(401);
    assertThat(server.delete("/backfills/" + id).status()).isEqualTo(401);
    assertThat(server.delete("/backfills/" + id).text()).contains("begins with server-");
    var withServers = Map.of("Authorization", TestServer.SERVER_TOKEN);
    assertThat(server.send("GET", "/backfills/" + id, null, withServers).status()).isEqualTo(200);
  }

  @Test
  void letsAServerAskForOneMoreGroup() {
    var answer = server.post("/backfills", UNITY);

    assertThat(answer.status()).isEqualTo(201);
    var id = answer.json().get("id").asText();
    assertThat(id).matches("[0-9a-v]{20}");
    assertThat(answer.text())
        .isEqualTo(
            "{\"id\":\""
                + id
                + "\",\"profile\":\"duel\",\"status\":\"SEARCHING\",\"attributes\":{\"assignment\":{"
                + "\"fqdn\":\"203.0.113.9\",\"public_ip\":\"203.0.113.9\",\"ports\":{\"gameport\":{"
                + "\"internal\":7777,\"external\":31504,\"link\":\"203.0.113.9:31504\","
                + "\"protocol\":\"UDP\"}},\"location\":{\"city\":\"Montreal\",\"country\":\"Canada\","
                + "\"continent\":\"North America\",\"administrative_division\":\"Quebec\","
                + "\"timezone\":\"UTC\"},\"request_id\":\"23c01225b99d\"}},"
                + "\"tickets\":{\"c3d057h5h6f7j889fk43\":{\"id\":\"c3d057h5h6f7j889fk43\","
                + "\"created_at\":\"2024-08-20T13:38:05.251393+00:00\","
                + "\"player_ip\":\"174.25.48.238\","
                + "\"group_id\":\"192bb97e-7fd6-4d86-8ce4-61c53c9fef16\",\"team_id\":null,"
                + "\"attributes\":{}}},\"assigned_ticket\":null,\"assigned_tickets\":[]}");
    assertThat(server.get("/backfills/" + id).text()).isEqualTo(answer.text());
    assertThat(server.asked)
        .containsExactly(
            new ServerAddress(
                Optional.of(SERVER),
                Optional.of("203.0.113.9"),
                Set.of(new ServerAddress.Port(31_504, Optional.of("UDP")))));
    assertThat(server.askedOn).noneMatch("loop"::equals);
  }

  @Test
  void tellsEveryMemberOfTheGroupThatComes() {
    var id = server.post("/backfills", UNITY).json().get("id").asText();
    server.seats.assign(id, ticket("t1"), ticket("t2"));

    var answer = server.get("/backfills/" + id).json();

    assertThat(answer.get("status").asText()).isEqualTo("ASSIGNED");
    assertThat(answer.get("assigned_ticket").toString())
        .isEqualTo(
            "{\"id\":\"t1\",\"created_at\":\"2026-11-20T15:04:05.1230000Z\","
                + "\"player_ip\":\"192.0.2.1\",\"group_id\":\"g1\",\"team_id\":\"t1\","
                + "\"attributes\":{\"elo\":12.5},\"profile\":\"duel\",\"status\":\"HOST_ASSIGNED\"}");
    assertThat(answer.get("assigned_tickets").findValuesAsText("id")).containsExactly("t1", "t2");
  }

  @Test
  void aDeletedOneIsGone() {
    var id = server.post("/backfills", UNITY).json().get("id").asText();

    assertThat(server.delete("/backfills/" + id).status()).isEqualTo(204);
    assertThat(server.get("/backfills/" + id).status()).isEqualTo(404);
    assertThat(server.delete("/backfills/" + id).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"duel\" | \"poker\" | profile: is 'poker', one of Ranked_5v5, duel was expected",
        "\"duel\" | \"Ranked_5v5\" | tickets.c3d057h5h6f7j889fk43.attributes.beacons: is missing",
        "\"tickets\" | \"players\" | tickets: is required",
        "\"attributes\": {\"assignment\" | \"attributes\": {\"deployment\" | attributes.assignment:"
            + " is required",
        "\"request_id\": \"23c01225b99d\" | \"request_id\": \"unknown\" | attributes.assignment: is"
            + " not that of a running game server",
        "\"request_id\": \"23c01225b99d\" | \"request_id\": 7 | attributes.assignment.request_id: is"
            + " a number, a string was expected",
        "\"ports\": {\"gameport\": | \"ports\": {\"web\": 7, \"gameport\": |"
            + " attributes.assignment.ports.web: is a number, an object was expected",
        "\"2024-08-20T13:38:05.251393+00:00\" | \"2024-08-20T13:38:05.2513930000000000000000000Z\" |"
            + " tickets.c3d057h5h6f7j889fk43.created_at: has 46 characters, at most 40 were",
        "\"31504\" | \"315040\" | attributes.assignment.ports.gameport.external: is '315040', a port",
        "\"31504\" | true | attributes.assignment.ports.gameport.external: is a boolean, a port",
        "\"id\": \"c3d057h5h6f7j889fk43\" | \"id\": \"other\" |"
            + " tickets.c3d057h5h6f7j889fk43.id: is 'other', the key of the ticket was expected",
        "\"2024-08-20T13:38:05.251393+00:00\" | \"yesterday\" |"
            + " tickets.c3d057h5h6f7j889fk43.created_at: is 'yesterday', a time such as",
        "\"174.25.48.238\" | \"nowhere\" | tickets.c3d057h5h6f7j889fk43.player_ip: is 'nowhere', an"
            + " IP address or null was expected",
        "\"attributes\": {}} | \"attributes\": {\"a\": true}} |"
            + " tickets.c3d057h5h6f7j889fk43.attributes.a: is a boolean",
      })
  void refusesWhatMakesNoSense(String part, String other, String message) {
    assertThat(UNITY).contains(part);

    var answer = server.post("/backfills", UNITY.replace(part, other));

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.message()).contains(message);
    assertThat(server.seats.requests).isEmpty();
  }

  @Test
  void aServerWithoutPlayersCannotAsk() {
    var answer =
        server.post("/backfills", UNITY.replaceAll("(?s)\"tickets\": .*", "\"tickets\": {}}"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).isEqualTo("tickets: has 0 tickets, 1 to 256 were expected");
  }

  @ParameterizedTest
  @CsvSource({"STARTING, 201", "READY, 201", "STOPPING, 400", "ENDED, 400"})
  void onlyAServerThatTakesPlayersMayAsk(GameServer.State state, int status) {
    server.gameServers.put(SERVER, running(state));

    assertThat(server.post("/backfills", UNITY).status()).isEqualTo(status);
  }

  @Test
  void takesWhatGamesInUnrealLeaveOut() {
    var answer =
        server.post(
            "/backfills",
            """
            {"profile": "duel", "attributes": {"assignment": {"request_id": "23c01225b99d"}},
             "tickets": {"a": {"id": "a"}, "b": {"id": "b", "player_ip": "", "group_id": null,
               "created_at": "0001-01-01T00:00:00", "attributes": null}}}
            """);

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(answer.json().at("/tickets/a/created_at").asText()).isNotEmpty();
    assertThat(answer.json().at("/tickets/b/created_at").asText()).isEqualTo("0001-01-01T00:00:00");
  }

  @Test
  void saysWhenTheClusterDoesNotTakeIt() {
    server.seats.creation = new Creation.Away();
    var away = server.post("/backfills", UNITY);
    assertThat(away.status()).isEqualTo(503);
    assertThat(away.header("Retry-After")).isEqualTo("1");

    server.seats.creation = new Creation.TooMany(256);
    assertThat(server.post("/backfills", UNITY).message())
        .contains("as many backfills as it may (256)");

    server.seats.creation = new Creation.Refused("metadata.name: too short");
    var refused = server.post("/backfills", UNITY);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message()).endsWith("refused by the cluster: metadata.name: too short");
  }

  @Test
  void aBackfillThatCannotBeDeletedNowStays() {
    var id = server.post("/backfills", UNITY).json().get("id").asText();
    server.seats.away = true;

    assertThat(server.delete("/backfills/" + id).status()).isEqualTo(503);
    assertThat(server.get("/backfills/" + id).status()).isEqualTo(200);
  }
}
