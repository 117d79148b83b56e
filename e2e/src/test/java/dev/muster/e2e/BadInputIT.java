package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What players send that cannot be: an answer that says so, and a service that goes on. */
@ExtendWith(SharedMuster.class)
class BadInputIT {
  private static final String RULES =
      "{size: {type: playerCount, teamCount: 1, minTeamSize: 1, maxTeamSize: 1},"
          + " beacons: {type: latencies, difference: 50, maxLatency: 100},"
          + " elo: {type: numberDifference, maxDifference: 50, default: 0},"
          + " mode: {type: stringEquality, default: any},"
          + " maps: {type: intersection, overlap: 2, default: [a, b]}}";
  private static final String GOOD =
      "{\"profile\": \"door\", \"attributes\": {\"beacons\": {\"A\": 5}}}";

  /**
   * An attribute that cannot be.
   *
   * @param attribute its name and value, as a member of a JSON object
   * @param named what the message has to name
   */
  record Attribute(String what, String attribute, String named) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Attribute> attributes() {
    return Stream.of(
        new Attribute("unknown", "'colour': 'red'", "attributes.colour"),
        new Attribute("a name that is too long", "'" + "n".repeat(257) + "': 1", "257"),
        new Attribute("too many", many("'a%d': 1", 65), "attributes"),
        new Attribute("too many bytes", many("'a%d': '" + "v".repeat(200) + "'", 30), "4096"),
        new Attribute("null", "'elo': null", "attributes.elo"),
        new Attribute("a boolean", "'elo': true", "attributes.elo"),
        new Attribute("a number as text", "'elo': '1000'", "attributes.elo"),
        new Attribute("a number that is too large", "'elo': 100000001", "attributes.elo"),
        new Attribute("a number beyond all", "'elo': 1e400", "attributes.elo"),
        new Attribute("a list as number", "'elo': ['1']", "attributes.elo"),
        new Attribute("latencies as number", "'elo': {'A': 1}", "attributes.elo"),
        new Attribute("a number as text value", "'mode': 5", "attributes.mode"),
        new Attribute("a list as text", "'mode': ['any']", "attributes.mode"),
        new Attribute(
            "a text that is too long", "'mode': '" + "m".repeat(257) + "'", "attributes.mode"),
        new Attribute("a text as list", "'maps': 'a'", "attributes.maps"),
        new Attribute("numbers in a list", "'maps': ['a', 5]", "attributes.maps[1]"),
        new Attribute("a list in a list", "'maps': ['a', ['b']]", "attributes.maps[1]"),
        new Attribute("a list that is too short", "'maps': ['a']", "attributes.maps"),
        new Attribute("an empty list", "'maps': []", "attributes.maps"),
        new Attribute("one value twice", "'maps': ['a', 'a']", "attributes.maps"),
        new Attribute(
            "a list that is too long", "'maps': [" + many("'m%d'", 65) + "]", "attributes.maps"),
        new Attribute(
            "a value that is too long",
            "'maps': ['a', '" + "v".repeat(257) + "']",
            "attributes.maps[1]"),
        new Attribute(
            "a latency that is impossible", "'beacons': {'A': 500}", "attributes.beacons"),
        new Attribute("a latency below 0", "'beacons': {'A': -5}", "attributes.beacons.A"),
        new Attribute("a latency as text", "'beacons': {'A': '5'}", "attributes.beacons.A"),
        new Attribute("a latency of null", "'beacons': {'A': null}", "attributes.beacons.A"),
        new Attribute("a latency beyond all", "'beacons': {'A': 1e400}", "attributes.beacons.A"),
        new Attribute(
            "a latency in an object", "'beacons': {'A': {'ms': 5}}", "attributes.beacons.A"),
        new Attribute("latencies as text", "'beacons': 'near'", "attributes.beacons"),
        new Attribute("latencies as list", "'beacons': ['A']", "attributes.beacons"),
        new Attribute(
            "too many beacons", "'beacons': {" + many("'b%d': 5", 65) + "}", "attributes.beacons"));
  }

  private static String many(String element, int count) {
    return IntStream.range(0, count).mapToObj(element::formatted).collect(Collectors.joining(", "));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attributes")
  void anAttributeThatCannotBeIsRefusedByItsName(Attribute attribute, MusterProcess muster) {
    // Given
    serve(muster);
    var beacons = attribute.attribute().contains("beacons") ? "" : "'beacons': {'A': 5}, ";
    var ticket =
        "{'profile': 'door', 'attributes': {%s%s}}".formatted(beacons, attribute.attribute());
    // When
    var answer = GameClient.of(muster).send("POST", "/tickets", ticket.replace('\'', '"'));
    // Then
    assertRefused(answer, 400, attribute.named());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          broken JSON              | POST   | /tickets                   | 400 | line 1         | {'profile':
          two objects              | POST   | /tickets                   | 400 | line 1         | {'profile': 'door'} {}
          one name twice           | POST   | /tickets                   | 400 | profile        | {'profile': 'door', 'profile': 'door'}
          a list                   | POST   | /tickets                   | 400 | a JSON object  | [1]
          a text                   | POST   | /tickets                   | 400 | a JSON object  | 'door'
          null                     | POST   | /tickets                   | 400 | a JSON object  | null
          nothing                  | POST   | /tickets                   | 400 | a JSON object  | ``
          no profile               | POST   | /tickets                   | 400 | profile        | {'attributes': {}}
          a profile of null        | POST   | /tickets                   | 400 | profile        | {'profile': null}
          a number as profile      | POST   | /tickets                   | 400 | profile        | {'profile': 5}
          an unknown queue         | POST   | /tickets                   | 400 | nobody-has-it  | {'profile': 'nobody-has-it', 'attributes': {}}
          no attributes            | POST   | /tickets                   | 400 | beacons        | {'profile': 'door'}
          a missing attribute      | POST   | /tickets                   | 400 | beacons        | {'profile': 'door', 'attributes': {}}
          a list of attributes     | POST   | /tickets                   | 400 | attributes     | {'profile': 'door', 'attributes': []}
          a text as attributes     | POST   | /tickets                   | 400 | attributes     | {'profile': 'door', 'attributes': 'elo'}
          a name as address        | POST   | /tickets                   | 400 | player_ip      | {'profile': 'door', 'player_ip': 'home', 'attributes': {'beacons': {'A': 5}}}
          an address with a port   | POST   | /tickets                   | 400 | player_ip      | {'profile': 'door', 'player_ip': '192.0.2.1:80', 'attributes': {'beacons': {'A': 5}}}
          a number as address      | POST   | /tickets                   | 400 | player_ip      | {'profile': 'door', 'player_ip': 5, 'attributes': {'beacons': {'A': 5}}}
          no players               | POST   | /group-tickets             | 400 | player_tickets | {}
          an empty list of players | POST   | /group-tickets             | 400 | player_tickets | {'player_tickets': []}
          a text as player         | POST   | /group-tickets             | 400 | player_tickets[0] | {'player_tickets': ['ana']}
          a player without profile | POST   | /group-tickets             | 400 | player_tickets[0].profile | {'player_tickets': [{}]}
          one player too many      | POST   | /group-tickets             | 400 | player_tickets[1] | {'player_tickets': [GOOD, GOOD]}
          a text as readiness      | POST   | /groups                    | 400 | is_ready       | {'profile': 'door', 'is_ready': 'yes', 'attributes': {'beacons': {'A': 5}}}
          a group without profile  | POST   | /groups                    | 400 | profile        | {'is_ready': true}
          a group of nobody        | POST   | /groups/nobody/members     | 404 | group          | GOOD
          a member of nobody       | GET    | /groups/nobody/members/me  | 404 |                | ``
          readiness of nobody      | PATCH  | /groups/nobody/members/me  | 404 |                | {'is_ready': true}
          readiness without a word | PATCH  | /groups/nobody/members/me  | 400 | is_ready       | {}
          a ticket of nobody       | GET    | /tickets/nobody            | 404 | ticket         | ``
          deleting nothing         | DELETE | /tickets/nobody            | 404 | ticket         | ``
          a path that is not there | GET    | /nowhere                   | 404 |                | ``
          a method that is not     | PUT    | /tickets                   | 405 |                | GOOD
          """)
  void aRequestThatCannotBeIsRefusedWithWhatWasExpected(
      String what,
      String method,
      String path,
      int status,
      String named,
      String body,
      MusterProcess muster) {
    // Given
    serve(muster);
    var text = body.replace('\'', '"').replace("GOOD", GOOD);
    // When
    var answer = GameClient.of(muster).send(method, path, text.isEmpty() ? null : text);
    // Then
    assertRefused(answer, status, named == null ? "" : named);
  }

  @Test
  void tooMuchIsRefusedAndTheServiceGoesOn(MusterProcess muster) {
    // Given
    serve(muster);
    var players = GameClient.of(muster);
    // When // Then
    assertRefused(
        players.send("POST", "/tickets", "{\"profile\": \"" + "x".repeat(70_000) + "\"}"),
        413,
        "65536");
    assertRefused(
        players.send("POST", "/tickets", "[".repeat(30_000) + "]".repeat(30_000)), 400, "nested");
    assertRefused(
        new GameClient(muster.http(), "Bearer " + muster.token()).send("GET", "/tickets/a", null),
        401,
        "");
    players.group("door", "{\"beacons\": {\"A\": 5}}", true).await("HOST_ASSIGNED");
  }

  private static void assertRefused(GameClient.Answer answer, int status, String named) {
    assertThat(answer.status()).as(answer.body()::toString).isEqualTo(status);
    assertThat(answer.body().path("message").asText()).isNotBlank().contains(named);
    assertThat(answer.body()).hasSize(1);
  }

  private static void serve(MusterProcess muster) {
    var profiles = new Profiles(muster.client());
    var served = profiles.get("door");
    if (served == null || !Profiles.is(served, "Ready", "True")) {
      profiles.serve(Profiles.printing("door", RULES, ""));
    }
  }
}
