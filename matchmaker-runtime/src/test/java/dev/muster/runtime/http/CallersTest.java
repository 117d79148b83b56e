package dev.muster.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.runtime.settings.RateLimits;
import dev.muster.runtime.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose address counts. Every request here comes from 127.0.0.1, and all at one time. */
class CallersTest {
  private static final String DUEL = "{\"profile\":\"duel\",\"attributes\":{}}";

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
    server.nanos = OptionalLong.of(0);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no header                                 | -                                                               | 127.0.0.1
          one hop                                   | X-Forwarded-For: 203.0.113.7                                    | 203.0.113.7
          what a client has put before              | X-Forwarded-For: 198.51.100.1, 203.0.113.7                      | 203.0.113.7
          another trusted proxy after it            | X-Forwarded-For: 203.0.113.7, 10.1.2.3                          | 203.0.113.7
          trusted proxies only                      | X-Forwarded-For: 10.9.9.9, 10.1.2.3                             | 10.9.9.9
          a port                                    | X-Forwarded-For: 203.0.113.7:4711                               | 203.0.113.7
          IPv6                                      | X-Forwarded-For: 2001:db8::7                                    | 2001:db8::7
          IPv6 of a trusted proxy                   | X-Forwarded-For: 203.0.113.7, fd00::5                           | 203.0.113.7
          IPv6 with a port                          | X-Forwarded-For: [2001:db8::7]:4711                             | 2001:db8::7
          no address                                | X-Forwarded-For: unknown                                        | 127.0.0.1
          nobody known before a proxy               | X-Forwarded-For: unknown, 10.1.2.3                              | 10.1.2.3
          the standard header                       | Forwarded: for=203.0.113.7;proto=https                          | 203.0.113.7
          the standard header with IPv6             | Forwarded: proto=https;for="[2001:db8::7]:4711"                 | 2001:db8::7
          the standard header twice                 | Forwarded: for=198.51.100.1, for=203.0.113.7                    | 203.0.113.7
          the real address                          | X-Real-Ip: 203.0.113.7                                          | 203.0.113.7
          a header that says more                   | X-Real-Ip: 198.51.100.1~X-Forwarded-For: 203.0.113.7            | 203.0.113.7
          a player's address                        | Player-Ip: 203.0.113.7                                          | 203.0.113.7
          a player's address through a proxy        | Player-Ip: 203.0.113.7~X-Forwarded-For: 198.51.100.1            | 203.0.113.7
          a player's address that is none           | Player-Ip: localhost                                            | 127.0.0.1
          """)
  void believesTrustedProxiesOnly(String name, String headers, String expected) {
    // Given
    server.settings = trusting("127.0.0.0/8", "10.0.0.0/8", "fd00::/8", "no network");
    // When // Then
    assertThat(playerIp(DUEL, headers)).isEqualTo(expected);
    server.settings = trusting("198.51.100.0/24");
    assertThat(playerIp(DUEL, headers)).isEqualTo("127.0.0.1");
  }

  @Test
  void theBodyComesFirst() {
    // Given
    server.settings = trusting("127.0.0.1/32");
    var body = DUEL.replace("}}", "},\"player_ip\":\"192.0.2.1\"}");
    // When // Then
    assertThat(playerIp(body, "Player-Ip: 203.0.113.7")).isEqualTo("192.0.2.1");
  }

  @Test
  void clientsBehindAProxyAreLimitedEachByItselfWhateverPlayerTheyName() {
    // Given
    server.settings =
        new Settings(
            List.of(),
            List.of(),
            false,
            List.of("127.0.0.1/32"),
            new RateLimits(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(2)));
    // When
    var statuses =
        Stream.of("203.0.113.1", "203.0.113.2", "203.0.113.3")
            .map(player -> headers("X-Forwarded-For: 198.51.100.77~Player-Ip: " + player))
            .map(headers -> server.send("GET", "/locations/beacons", null, headers).status())
            .toList();
    var other =
        server.send("GET", "/monitor", null, headers("X-Forwarded-For: 198.51.100.78")).status();
    // Then
    assertThat(statuses).containsExactly(200, 200, 429);
    assertThat(other).isEqualTo(200);
  }

  @Test
  void tellsWhoIsTooFastWhenToComeAgainAndLetsGameServersPass() {
    // Given
    server.settings =
        new Settings(
            List.of("https://play.example"),
            List.of(),
            false,
            List.of(),
            new RateLimits(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(1)));
    server.tokens = TestServer.WITH_SERVERS;
    var page = Map.of("Origin", "https://play.example");
    server.send("GET", "/locations/beacons", null, page);
    // When
    var refused = server.send("GET", "/locations/beacons", null, page);
    // Then
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    assertThat(refused.header("Access-Control-Allow-Origin")).isEqualTo("https://play.example");
    assertThat(refused.message())
        .isEqualTo(
            "Too many requests: the limit perClientPerSecond is 1; try again after the seconds in"
                + " Retry-After");
    assertThat(
            server
                .send(
                    "GET",
                    "/locations/beacons",
                    null,
                    Map.of("Authorization", TestServer.SERVER_TOKEN))
                .status())
        .isEqualTo(200);
  }

  private static String playerIp(String body, String headers) {
    var answer = server.send("POST", "/tickets", body, headers(headers));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().path("player_ip").textValue();
  }

  private static Map<String, String> headers(String text) {
    return Stream.of(text.split("~", -1))
        .filter(header -> header.contains(": "))
        .map(header -> header.split(": ", 2))
        .collect(Collectors.toMap(header -> header[0], header -> header[1]));
  }

  private static Settings trusting(String... networks) {
    return new Settings(List.of(), List.of(), false, List.of(networks), RateLimits.NONE);
  }
}
