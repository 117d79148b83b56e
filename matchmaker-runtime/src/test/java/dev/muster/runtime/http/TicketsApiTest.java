package dev.muster.runtime.http;

import static dev.muster.runtime.TestRuntime.ASSIGNMENT;
import static dev.muster.runtime.TestRuntime.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicketsApiTest {
  private static final String DUEL = "{\"profile\":\"duel\",\"attributes\":{},\"player_ip\":null}";
  private static final String RANKED =
      "{\"profile\":\"Ranked_5v5\",\"player_ip\":\"2001:db8::7\",\"attributes\":{"
          + "\"elo\":1500.5,\"mode\":\"quick\",\"maps\":[\"Airport\",\"Docks\"],\"beacons\":{}}}";

  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String create() {
    return server.post("/tickets", DUEL).json().get("id").asText();
  }

  private static String[] names(JsonNode json) {
    return StreamSupport.stream(((Iterable<String>) json::fieldNames).spliterator(), false)
        .toArray(String[]::new);
  }

  @Test
  void createsATicketWithEveryFieldThatClientsRead() {
    // When
    var answer = server.post("/tickets", RANKED);

    // Then
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    var ticket = answer.json();
    assertThat(names(ticket))
        .containsExactlyInAnyOrder(
            "id",
            "profile",
            "group_id",
            "player_ip",
            "team_id",
            "match_id",
            "assignment",
            "created_at",
            "status");
    assertThat(ticket.get("id").asText()).matches("[0-9a-v]{20}");
    assertThat(ticket.get("profile").asText()).isEqualTo("Ranked_5v5");
    assertThat(ticket.get("group_id").asText())
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    assertThat(ticket.get("player_ip").asText()).isEqualTo("2001:db8::7");
    assertThat(ticket.get("created_at").asText()).isEqualTo("2026-11-20T15:04:05.1230000Z");
    assertThat(ticket.get("status").asText()).isEqualTo("SEARCHING");
    assertThat(ticket.get("team_id").isNull()).isTrue();
    assertThat(ticket.get("match_id").isNull()).isTrue();
    assertThat(ticket.get("assignment").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"profile\": \"duel\"        | line 1, column 19: the object that begins at line 1, column 1 is not closed",
        "{\"a\":[1,2                   | line 1, column 10: the list that begins at line 1, column 6 is not closed",
        "{\"a\":\"b                     | line 1, column 8: it ends too early",
        "[1}                           | line 1, column 3: '}' stands where ']' was expected, to close what begins at line 1, column 1",
        "{\"a\":1}{                     | line 1, column 8: something follows the value",
        "{\"a\":NaN}                    | line 1, column 9: NaN is no JSON number",
        "{\"a\":+1}                     | line 1, column 7: Unexpected character ('+' (code 43)) in numeric value: JSON spec does not allow numbers to have plus signs",
        "/* x */{}                     | line 1, column 1: it has a comment",
        "{\"a\":1,}                     | line 1, column 8: Unexpected character ('}' (code 125)): was expecting double-quote to start field name",
      })
  void saysWhereABodyIsNotJsonInWordsForClients(String body, String problem) {
    var answer = server.post("/tickets", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).isEqualTo("The body is not JSON at " + problem);
  }

  @Test
  void saysWhatTheRuleExpectsOfAnAttributeThatIsOfNoUse() {
    var group = server.post("/groups", RANKED).json().get("group_id").asText();
    var broken = RANKED.replace("1500.5", "null").replace("\"quick\"", "true");
    var problems =
        "attributes.elo: is null, a number was expected; "
            + "attributes.mode: is a boolean, a string was expected";

    assertThat(server.post("/tickets", broken).message()).isEqualTo(problems);
    assertThat(server.post("/groups", broken).message()).isEqualTo(problems);
    assertThat(server.post("/groups/" + group + "/members", broken).message()).isEqualTo(problems);
    assertThat(server.post("/group-tickets", "{\"player_tickets\":[" + broken + "]}").message())
        .startsWith("player_tickets[0].attributes.elo: is null, a number was expected; ");
    assertThat(server.post("/tickets", broken.replace("Ranked_5v5", "nowhere")).message())
        .startsWith(
            "attributes.elo: is null, a number, a string, a list of strings or an object of"
                + " latencies was expected; ");
  }

  @Test
  void readsTheSameTicketAgain() {
    var created = server.post("/tickets", RANKED).json();

    var read = server.get("/tickets/" + created.get("id").asText());

    assertThat(read.status()).isEqualTo(200);
    assertThat(read.json()).isEqualTo(created);
  }

  @Test
  void takesTheCallersAddressForAPlayerWithoutOne() {
    assertThat(server.post("/tickets", DUEL).json().get("player_ip").asText())
        .isEqualTo("127.0.0.1");
    assertThat(server.post("/tickets", "{\"profile\":\"duel\"}").json().get("player_ip").asText())
        .isEqualTo("127.0.0.1");
  }

  @Test
  void tellsTheTeamAndTheMatchOnceThereIsOneAndNoAssignmentBeforeTheServerIsReady() {
    // Given
    var first = create();
    var second = create();
    server.runtime.settle();

    // When
    var a = server.get("/tickets/" + first).json();
    var b = server.get("/tickets/" + second).json();

    // Then
    var match = server.runtime.lastMatch();
    assertThat(a.get("status").asText()).isEqualTo("MATCH_FOUND");
    assertThat(a.get("match_id").asText()).isEqualTo(match.matchId());
    assertThat(a.get("team_id").asText()).isEqualTo(match.teams().get(0).id());
    assertThat(b.get("match_id")).isEqualTo(a.get("match_id"));
    assertThat(b.get("team_id")).isEqualTo(a.get("team_id"));
    assertThat(a.get("assignment").isNull()).isTrue();
  }

  @Test
  void givesTheWholeAssignmentWithHostAssigned() throws Exception {
    // Given
    var id = create();
    create();
    server.runtime.settle();

    // When
    await(server.runtime.loop.assigned(server.runtime.lastMatch().name(), ASSIGNMENT));

    // Then
    var ticket = server.get("/tickets/" + id).json();
    assertThat(ticket.get("status").asText()).isEqualTo("HOST_ASSIGNED");
    assertThat(ticket.get("assignment").toString())
        .isEqualTo(
            "{\"fqdn\":\"203.0.113.9\",\"public_ip\":\"203.0.113.9\",\"ports\":{\"gameport\":{"
                + "\"internal\":7777,\"external\":31504,\"link\":\"203.0.113.9:31504\","
                + "\"protocol\":\"UDP\"}},\"location\":{\"city\":\"Montreal\",\"country\":\"Canada\","
                + "\"continent\":\"North America\",\"administrative_division\":\"Quebec\","
                + "\"timezone\":\"UTC\"}}");
  }

  @Test
  void deletesATicketThatSearchesAndLetsItBeReadForAWhile() {
    // Given
    var id = create();

    // When
    var deleted = server.delete("/tickets/" + id);

    // Then
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.text()).isEmpty();
    var ticket = server.get("/tickets/" + id).json();
    assertThat(ticket.get("status").asText()).isEqualTo("CANCELLED");
    assertThat(ticket.get("cancellation").get("reason").asText()).isEqualTo("Deleted");
    assertThat(ticket.get("cancellation").get("message").asText()).isNotBlank();
    assertThat(server.delete("/tickets/" + id).status()).isEqualTo(204);
    server.runtime.pass(60_000);
    var gone = server.get("/tickets/" + id);
    assertThat(gone.status()).isEqualTo(404);
    assertThat(gone.message()).contains("ticket");
    assertThat(gone.header("Retry-After")).isNull();
    assertThat(server.delete("/tickets/" + id).status()).isEqualTo(404);
  }

  @Test
  void doesNotDeleteATicketThatIsInAMatch() {
    // Given
    var id = create();
    create();
    server.runtime.settle();

    // When
    var deleted = server.delete("/tickets/" + id);

    // Then
    assertThat(deleted.status()).isEqualTo(409);
    assertThat(deleted.message()).contains("match");
    assertThat(deleted.header("Retry-After")).isNull();
    await(server.runtime.loop.assigned(server.runtime.lastMatch().name(), ASSIGNMENT));
    assertThat(server.delete("/tickets/" + id).status()).isEqualTo(409);
  }

  @Test
  void cancelsAnExpiredTicketAndSaysSo() {
    // Given
    var id = create();

    // When
    server.runtime.pass(300_000);

    // Then
    var ticket = server.get("/tickets/" + id).json();
    assertThat(ticket.get("status").asText()).isEqualTo("CANCELLED");
    assertThat(ticket.at("/cancellation/reason").asText()).isEqualTo("Expired");
  }

  @Test
  void makesAGroupOfTicketsInTheOrderOfTheRequest() {
    // When
    var answer =
        server.post(
            "/group-tickets",
            "{\"player_tickets\":["
                + "{\"profile\":\"duel\",\"attributes\":{},\"player_ip\":\"192.0.2.1\"},"
                + "{\"profile\":\"duel\",\"attributes\":{},\"player_ip\":null}]}");

    // Then
    assertThat(answer.status()).isEqualTo(201);
    var tickets = answer.json().get("player_tickets");
    assertThat(tickets).hasSize(2);
    assertThat(tickets.get(0).get("player_ip").asText()).isEqualTo("192.0.2.1");
    assertThat(tickets.get(1).get("player_ip").asText()).isEqualTo("127.0.0.1");
    assertThat(tickets.get(0).get("group_id")).isEqualTo(tickets.get(1).get("group_id"));
    assertThat(tickets.get(0).get("id")).isNotEqualTo(tickets.get(1).get("id"));
    server.runtime.settle();
    assertThat(
            server
                .get("/tickets/" + tickets.get(1).get("id").asText())
                .json()
                .get("status")
                .asText())
        .isEqualTo("MATCH_FOUND");
    assertThat(server.runtime.lastMatch().groups()).hasSize(1);
  }

  @Test
  void cancelsTheWholeGroupWithOneOfItsTickets() {
    // Given
    var tickets =
        server
            .post("/group-tickets", "{\"player_tickets\":[" + RANKED + "," + RANKED + "]}")
            .json()
            .get("player_tickets");

    // When
    server.delete("/tickets/" + tickets.get(1).get("id").asText());

    // Then
    var other = server.get("/tickets/" + tickets.get(0).get("id").asText()).json();
    assertThat(other.get("status").asText()).isEqualTo("CANCELLED");
  }

  @Test
  void refusesAGroupOfTicketsAsAWholeAndNamesTheOneAtFault() {
    // Given
    var far = RANKED.replace("1500.5", "1600");

    // When
    var mismatch =
        server.post("/group-tickets", "{\"player_tickets\":[" + RANKED + "," + far + "]}");
    var mixed = server.post("/group-tickets", "{\"player_tickets\":[" + RANKED + "," + DUEL + "]}");
    var tooMany =
        server.post(
            "/group-tickets", "{\"player_tickets\":[" + DUEL + "," + DUEL + "," + DUEL + "]}");
    var none = server.post("/group-tickets", "{\"player_tickets\":[]}");
    var noList = server.post("/group-tickets", "{}");
    var noObject = server.post("/group-tickets", "{\"player_tickets\":[7]}");

    // Then
    assertThat(mismatch.status()).isEqualTo(400);
    assertThat(mismatch.message()).contains("player_tickets[1].attributes.elo");
    assertThat(mixed.status()).isEqualTo(400);
    assertThat(mixed.message()).contains("player_tickets[1].profile");
    assertThat(tooMany.status()).isEqualTo(400);
    assertThat(tooMany.message())
        .contains("player_tickets[2].group: would have 3 players; a team takes at most 2");
    assertThat(none.status()).isEqualTo(400);
    assertThat(none.message()).contains("player_tickets");
    assertThat(noList.status()).isEqualTo(400);
    assertThat(noObject.status()).isEqualTo(400);
    assertThat(noObject.message()).contains("player_tickets[0]", "a number");
    server.runtime.settle();
    assertThat(server.runtime.loop.standings().get("ranked-5v5").standing().tickets()).isZero();
  }

  @Test
  void asksToComeBackWhenThereIsNoRoom() {
    // Given
    for (int i = 0; i < 1_000; i++) {
      server.runtime.tickets.create(dev.muster.runtime.TestRuntime.request("duel", "{}"));
    }
    server.runtime.settle();

    // When
    var answer = server.post("/tickets", DUEL);

    // Then
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(answer.message()).contains("1000");
  }

  @Test
  void asksToComeBackWhenTheInboxIsFull() throws Exception {
    // Given
    try (var small = new TestServer(new dev.muster.runtime.TestRuntime(10, 10, 1))) {
      small.runtime.loop.ask(queues -> null); // not started: it stays full

      // When
      var answer = small.post("/tickets", DUEL);
      var read = small.get("/tickets/cusfn10msflc73beiik0");

      // Then
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isEqualTo("1");
      assertThat(read.status()).isEqualTo(404); // reads don't wait for the loop
    }
  }
}
