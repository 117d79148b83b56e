package dev.muster.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.runtime.settings.RateLimits;
import dev.muster.runtime.store.StoredTicket;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients want carried along: in every answer of theirs, and in the match. */
class ExtrasApiTest {
  private static final String EXTRAS = "{\"skin\":\"gold\",\"loadout\":[1,2.5,{\"slot\":null}]}";

  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String duel(String extras, boolean ready) {
    return "{\"profile\":\"duel\",\"attributes\":{},\"is_ready\":"
        + ready
        + ",\"extras\":"
        + extras
        + "}";
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private Optional<String> matched(JsonNode ticketId) {
    return server
        .runtime
        .lastMatch()
        .groups()
        .flatMap(group -> group.tickets().stream())
        .filter(ticket -> ticket.id().equals(ticketId.textValue()))
        .findFirst()
        .flatMap(StoredTicket::extras);
  }

  @Test
  void aTicketCarriesThemFromItsCreationIntoTheMatch() {
    // When
    var created = server.post("/tickets", duel(EXTRAS, true));
    var other = server.post("/tickets", duel("null", true)).json();
    server.runtime.settle();
    // Then
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.json().get("extras")).isEqualTo(json(EXTRAS));
    assertThat(other.has("extras")).isFalse();
    var read = server.get("/tickets/" + created.json().get("id").asText()).json();
    assertThat(read.get("status").asText()).isEqualTo("MATCH_FOUND");
    assertThat(read.get("extras")).isEqualTo(json(EXTRAS));
    assertThat(matched(created.json().get("id"))).contains(EXTRAS);
    assertThat(matched(other.get("id"))).isEmpty();
  }

  @Test
  void eachTicketOfAGroupHasItsOwn() {
    var answer =
        server.post(
            "/group-tickets",
            "{\"player_tickets\":[" + duel("\"first\"", true) + "," + duel("2", true) + "]}");
    server.runtime.settle();

    assertThat(answer.json().at("/player_tickets/0/extras").textValue()).isEqualTo("first");
    assertThat(answer.json().at("/player_tickets/1/extras").intValue()).isEqualTo(2);
    assertThat(matched(answer.json().at("/player_tickets/1/id"))).contains("2");
  }

  @Test
  void membersSeeTheirsWhileTheGroupFormsAndAfterwards() {
    // Given
    var owner = server.post("/groups", duel("[\"owner\"]", false)).json();
    var group = "/groups/" + owner.get("group_id").asText();
    var member = group + "/members/" + owner.get("member_id").asText();
    // When
    var friend = server.post(group + "/members", duel("true", true)).json();
    // Then
    assertThat(owner.at("/extras/0").textValue()).isEqualTo("owner");
    assertThat(friend.get("extras").booleanValue()).isTrue();
    assertThat(server.get(member).json().at("/extras/0").textValue()).isEqualTo("owner");
    assertThat(server.get(group).json().has("extras")).isFalse();
    // When
    server.patch(member, "{\"is_ready\":true}");
    server.runtime.settle();
    // Then
    assertThat(server.get(member).json().get("status").asText()).isEqualTo("MATCH_FOUND");
    assertThat(server.get(member).json().at("/extras/0").textValue()).isEqualTo("owner");
    assertThat(matched(friend.get("member_id"))).contains("true");
  }

  @Test
  void whoeverInspectsSeesThem() {
    server.settings = ApiDocumentTest.everythingAllowed(RateLimits.NONE);
    server.post("/tickets", duel(EXTRAS, true));

    assertThat(server.get("/inspect/tickets").json().at("/data/0/extras")).isEqualTo(json(EXTRAS));
  }

  @Test
  void refusesThemWhereTheyAreAtFault() {
    var large = server.post("/tickets", duel("\"" + "x".repeat(4_093) + "\"", true));
    var far =
        server.post(
            "/group-tickets",
            "{\"player_tickets\":[" + duel("1", true) + "," + duel("[1e400]", true) + "]}");

    assertThat(large.status()).isEqualTo(400);
    assertThat(large.message())
        .contains("extras: takes 4097 bytes as JSON together with the attributes, at most 4096");
    assertThat(far.status()).isEqualTo(400);
    assertThat(far.message())
        .contains("player_tickets[1].extras[0]: is a number that is too large");
  }
}
