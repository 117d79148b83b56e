package dev.muster.runtime.http;

import static dev.muster.runtime.http.TestServer.OTHER_TOKEN;
import static dev.muster.runtime.http.TestServer.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.runtime.settings.Beacon;
import dev.muster.runtime.settings.Settings;
import dev.muster.runtime.settings.Tokens;
import dev.muster.runtime.ticket.Assignment.Location;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicServerTest {
  private static final String DUEL = "{\"profile\":\"duel\",\"attributes\":{}}";
  private static final String RANKED =
      "{\"profile\":\"Ranked_5v5\",\"attributes\":{\"elo\":1500,\"mode\":\"quick\","
          + "\"maps\":[\"Airport\"],\"beacons\":{}}}";

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void reset() {
    server.settings = Settings.NONE;
    server.tokens = new Tokens(Set.of(TOKEN, OTHER_TOKEN), Set.of());
    server.clusterWorks = true;
  }

  // Who may ask.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer 6d9b1c9e-6a54-4d5c-9a53-0f5a0c6a7f11",
        "token 6d9b1c9e-6a54-4d5c-9a53-0f5a0c6a7f11",
        "6d9b1c9e-6a54-4d5c-9a53-0f5a0c6a7f1",
        "6D9B1C9E-6A54-4D5C-9A53-0F5A0C6A7F11",
        "wrong",
        ""
      })
  void refusesAWrongOrPrefixedToken(String authorization) {
    var answer = server.plain("GET", "/tickets/x", null, Map.of("Authorization", authorization));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.message()).contains("Authorization");
    assertThat(answer.header("Retry-After")).isNull();
    assertThat(answer.text()).doesNotContain(TOKEN);
  }

  @Test
  void refusesWhoeverHasNoToken() {
    for (var path : List.of("/tickets", "/groups", "/locations/beacons", "/nowhere")) {
      assertThat(server.plain("GET", path, null, Map.of()).status()).as(path).isEqualTo(401);
    }
  }

  @Test
  void acceptsEachOfSeveralTokensAndNoticesWhenTheyChange() {
    // Given
    assertThat(server.get("/locations/beacons").status()).isEqualTo(200);
    var other = Map.of("Authorization", OTHER_TOKEN);
    assertThat(server.send("GET", "/locations/beacons", null, other).status()).isEqualTo(200);

    // When
    server.tokens = new Tokens(Set.of(OTHER_TOKEN), Set.of());

    // Then
    assertThat(server.get("/locations/beacons").status()).isEqualTo(401);
    assertThat(server.send("GET", "/locations/beacons", null, other).status()).isEqualTo(200);
    server.tokens = Tokens.NONE;
    assertThat(server.send("GET", "/locations/beacons", null, other).status()).isEqualTo(401);
  }

  // What is simply told.

  @Test
  void saysThatItIsHealthyToAnybody() {
    for (var headers : List.<Map<String, String>>of(Map.of(), Map.of("Authorization", "wrong"))) {
      var answer = server.plain("GET", "/monitor", null, headers);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text())
          .isEqualTo(
              "{\"status\":\"HEALTHY\",\"message\":\"All is well\",\"healthy_components\":2,"
                  + "\"unhealthy_components\":0}");
    }
  }

  @Test
  void saysWhatDoesNotWork() {
    server.clusterWorks = false;

    var monitor = server.get("/monitor").json();

    assertThat(monitor.get("status").asText()).isEqualTo("UNHEALTHY");
    assertThat(monitor.get("message").asText()).contains("cluster");
    assertThat(monitor.get("healthy_components").asInt()).isEqualTo(1);
    assertThat(monitor.get("unhealthy_components").asInt()).isEqualTo(1);
  }

  @Test
  void listsNoBeaconsAsAnEmptyList() {
    assertThat(server.get("/locations/beacons").text()).isEqualTo("{\"count\":0,\"beacons\":[]}");
  }

  @Test
  void listsBeaconsAsClientsReadThem() {
    server.settings =
        new Settings(
            List.of(),
            List.of(
                new Beacon(
                    "203.0.113.5",
                    51_123,
                    51_456,
                    new Location("Chicago", "USA", null, "Illinois", "America/Chicago"))));

    assertThat(server.get("/locations/beacons").text())
        .isEqualTo(
            "{\"count\":1,\"beacons\":[{\"fqdn\":\"203.0.113.5\",\"public_ip\":\"203.0.113.5\","
                + "\"tcp_port\":51123,\"udp_port\":51456,\"location\":{\"city\":\"Chicago\","
                + "\"country\":\"USA\",\"continent\":\"\",\"administrative_division\":\"Illinois\","
                + "\"timezone\":\"America/Chicago\"}}]}");
  }

  // Paths and methods.

  @ParameterizedTest
  @ValueSource(strings = {"//tickets", "/tickets/", "///tickets//"})
  void collapsesSlashes(String path) {
    assertThat(server.post(path, DUEL).status()).isEqualTo(201);
  }

  @Test
  void collapsesSlashesInsideAPath() {
    var id = server.post("/tickets", DUEL).json().get("id").asText();

    assertThat(server.get("//tickets//" + id).json().get("id").asText()).isEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /tickets, POST",
    "PUT, /tickets, POST",
    "POST, /tickets/x, 'GET, DELETE'",
    "PATCH, /groups/x/members, POST",
    "POST, /groups/x/members/y, 'GET, PATCH, DELETE'",
    "PUT, /groups/x/members/y, 'GET, PATCH, DELETE'",
    "GET, /group-tickets, POST",
    "DELETE, /locations/beacons, GET",
    "POST, /monitor, GET"
  })
  void refusesWrongMethodsAndTellsTheRightOnes(String method, String path, String allowed) {
    var answer = server.send(method, path, "{}", Map.of());

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo(allowed);
    assertThat(answer.message()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nowhere",
        "/v1/tickets",
        "/tickets/a/b",
        "/tickets/%2e%2e/x",
        "/tickets/%00",
        "/tickets/%ff",
        "/tickets/x?zz=%25"
      })
  void answersUnknownPathsInTheSameShape(String path) {
    var answer = server.get(path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.message()).isNotBlank();
  }

  @Test
  void tellsWhoAsksForAnUnknownPathWhereTheApiIsListed() {
    assertThat(server.get("/ticket").message())
        .isEqualTo("There is nothing here; GET / lists the API");
    // The management port has no such page.
    assertThat(server.manage("/ticket").message()).isEqualTo("There is nothing here");
  }

  @Test
  void refusesAPathThatCannotBeDecoded() throws Exception {
    for (var path : List.of("/tickets/%zz", "/tickets/a%-0b", "/tickets/%", "/%2/tickets")) {
      var request = "GET " + path + " HTTP/1.1\r\nHost: a\r\nAuthorization: " + TOKEN + "\r\n\r\n";

      assertThat(raw(request)).as(path).startsWith("HTTP/1.1 400").contains("\"message\"");
    }
  }

  @Test
  void refusesWhatIsNotHttp() throws Exception {
    assertThat(raw("GET /" + "a".repeat(9_000) + " HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.0 414") // it never came to the version
        .contains("\"message\"");
    assertThat(raw("GET / HTTP/1.1\r\nX: " + "a".repeat(20_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431")
        .contains("\"message\"");
    assertThat(raw("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
  }

  @ParameterizedTest
  @CsvSource({"9000, 0, 414", "70, 9000, 431"})
  void refusesTheSameOverHttp2(int path, int header, int status) {
    // Given
    var options =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setHttp2ClearTextUpgrade(false);
    var client = server.vertx.createHttpClient(options);
    // When
    var answer =
        client
            .request(HttpMethod.GET, server.port, "127.0.0.1", "/" + "a".repeat(path))
            .compose(request -> request.putHeader("x", "a".repeat(header)).send())
            .compose(response -> response.body().map(body -> response.statusCode() + " " + body))
            .await();
    client.close().await();
    // Then
    assertThat(answer).startsWith(status + " {\"message\":");
  }

  /** Sends text as it is and gives what comes back first. */
  private static String raw(String text) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port)) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      var answer = new StringBuilder();
      var buffer = new byte[8_192];
      for (int n = 0; n >= 0 && !answer.toString().endsWith("}"); ) {
        n = socket.getInputStream().read(buffer);
        answer.append(n > 0 ? new String(buffer, 0, n, StandardCharsets.UTF_8) : "");
      }
      return answer.toString();
    }
  }

  // Bodies.

  @Test
  void takesJsonWhateverItsContentTypeSays() {
    for (var type :
        List.of(
            "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain")) {
      assertThat(server.send("POST", "/tickets", DUEL, Map.of("Content-Type", type)).status())
          .as(type)
          .isEqualTo(201);
    }
    assertThat(server.plain("POST", "/tickets", DUEL, Map.of("Authorization", TOKEN)).status())
        .isEqualTo(201);
  }

  @Test
  void takesJsonThatOldUnityVersionsSendPercentEncoded() {
    var body = java.net.URLEncoder.encode(DUEL, StandardCharsets.UTF_8);

    assertThat(server.post("/tickets", body).status()).isEqualTo(201);
    assertThat(server.post("/tickets", "%7").status()).isEqualTo(400);
  }

  @Test
  void ignoresUnknownFields() {
    var answer = server.post("/tickets", DUEL.replace("{}", "{},\"client\":{\"version\":[1]}"));

    assertThat(answer.status()).isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"profile\":NaN}                 | line 1, column 15: NaN is no JSON number",
        "{\"profile\":-Infinity}           | -Infinity is no JSON number",
        "{\"profile\":                     | line 1, column",
        "{\"profile\":\"duel\",}           | line 1, column 19",
        "{'profile':'duel'}                | line 1, column 2",
        "{\"profile\":\"duel\"} {}         | line 1, column",
        "{\"profile\":\"duel\",\"profile\":\"duel\"} | Duplicate",
        "[1]                               | a list, a JSON object was expected",
        "null                              | null, a JSON object was expected",
        "\"duel\"                          | a string, a JSON object was expected",
        "{}                                | profile: is required",
        "{\"profile\":null}                | profile: is required",
        "{\"profile\":7}                   | profile: is a number, a string was expected",
        "{\"profile\":\"nowhere\"}         | profile: is 'nowhere', one of Ranked_5v5, duel was expected",
        "{\"profile\":\"duel\",\"attributes\":[]} | attributes: is a list, an object was expected",
        "{\"profile\":\"duel\",\"attributes\":\"x\"} | attributes: is a string, an object was expected",
        "{\"profile\":\"duel\",\"attributes\":{\"elo\":1}} | attributes.elo",
        "{\"profile\":\"duel\",\"attributes\":{\"elo\":true}} | attributes.elo: is a boolean",
        "{\"profile\":\"duel\",\"player_ip\":7}        | player_ip: is a number",
        "{\"profile\":\"duel\",\"player_ip\":\"\"}     | player_ip: is not an IP address",
        "{\"profile\":\"duel\",\"player_ip\":\"host.example\"} | player_ip: is not an IP address",
        "{\"profile\":\"duel\",\"player_ip\":\"1.2.3\"}        | player_ip: is not an IP address",
        "{\"profile\":\"duel\",\"player_ip\":\"[::1]\"}        | player_ip: is not an IP address",
        "{\"profile\":\"duel\",\"player_ip\":\"fe80::1%eth0\"} | player_ip: is not an IP address"
      })
  void saysWhatIsWrongWithABody(String body, String expected) {
    var answer = server.post("/tickets", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).contains(expected);
    assertThat(answer.header("Retry-After")).isNull();
  }

  @Test
  void refusesAnEmptyBody() {
    var answer = server.post("/tickets", "");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).contains("empty");
  }

  static Stream<List<String>> badAttributes() {
    return Stream.of(
        List.of("\"elo\":1500", "\"elo\":\"1500\"", "attributes.elo", "a number"),
        List.of("\"elo\":1500", "\"elo\":1e9", "attributes.elo", "100000000"),
        List.of("\"elo\":1500", "\"elo\":1e999999999", "attributes.elo", "100000000"),
        List.of("\"elo\":1500,", "", "attributes.elo", ""),
        List.of("\"elo\":1500", "\"elo\":null", "attributes.elo", "null"),
        List.of("\"mode\":\"quick\"", "\"mode\":7", "attributes.mode", "a string"),
        List.of(
            "\"mode\":\"quick\"", "\"mode\":\"" + "x".repeat(257) + "\"", "attributes.mode", "256"),
        List.of("[\"Airport\"]", "[]", "attributes.maps", ""),
        List.of("[\"Airport\"]", "[1]", "attributes.maps[0]", "a string"),
        List.of("[\"Airport\"]", "\"Airport\"", "attributes.maps", "a list"),
        List.of(
            "\"beacons\":{}", "\"beacons\":{\"Chicago\":-1}", "attributes.beacons.Chicago", "0"),
        List.of(
            "\"beacons\":{}",
            "\"beacons\":{\"Chicago\":\"12\"}",
            "attributes.beacons.Chicago",
            "milliseconds"),
        List.of("\"beacons\":{}", "\"beacons\":{\"Chicago\":126}", "attributes.beacons", "125"),
        List.of("\"beacons\":{}", "\"beacons\":{},\"extra\":1", "attributes.extra", "unknown"));
  }

  @ParameterizedTest
  @MethodSource("badAttributes")
  void saysWhichAttributeIsWrong(List<String> row) {
    var answer = server.post("/tickets", RANKED.replace(row.get(0), row.get(1)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).contains(row.get(2), row.get(3)).hasSizeLessThan(1_000);
  }

  @Test
  void refusesABodyThatIsTooLarge() {
    var tooLarge = "{\"profile\":\"duel\",\"x\":\"" + "a".repeat(65_536) + "\"}";

    var answer = server.post("/tickets", tooLarge);

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.message()).contains("65536");
    var fits = "{\"profile\":\"duel\",\"x\":\"" + "a".repeat(65_000) + "\"}";
    assertThat(server.post("/tickets", fits).status()).isEqualTo(201);
  }

  @Test
  void refusesDeepNesting() {
    var deep = "{\"profile\":\"duel\",\"x\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}";

    assertThat(server.post("/tickets", deep).status()).isEqualTo(400);
  }

  // Browsers.

  private static final Map<String, String> PREFLIGHT =
      Map.of(
          "Origin", "https://play.my-game.com",
          "Access-Control-Request-Method", "POST",
          "Access-Control-Request-Headers", "authorization,content-type");

  private TestServer.Answer preflight(String path) {
    return server.plain("OPTIONS", path, null, PREFLIGHT);
  }

  @Test
  void answersAPreflightWithoutCredentials() {
    server.settings = new Settings(List.of("https://*.my-game.com"), List.of());

    var answer = preflight("/tickets");

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://play.my-game.com");
    assertThat(answer.header("Access-Control-Allow-Methods"))
        .contains("GET", "POST", "PATCH", "DELETE");
    assertThat(answer.header("Access-Control-Allow-Headers").toLowerCase(java.util.Locale.ROOT))
        .contains("authorization", "content-type");
    assertThat(answer.header("Vary")).contains("Origin");
  }

  @Test
  void tellsNothingToPagesOfOtherOrigins() {
    server.settings = new Settings(List.of("https://other.example"), List.of());

    assertThat(preflight("/tickets").header("Access-Control-Allow-Origin")).isNull();
    var answer =
        server.send(
            "GET", "/locations/beacons", null, Map.of("Origin", "https://play.my-game.com"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
  }

  @Test
  void letsPagesOfAllowedOriginsReadRefusalsToo() {
    server.settings = new Settings(List.of("https://play.my-game.com"), List.of());
    var origin = Map.of("Origin", "https://play.my-game.com");

    for (var answer :
        List.of(
            server.send("GET", "/tickets/x", null, origin),
            server.plain("GET", "/tickets/x", null, origin),
            server.send("POST", "/tickets", "{", origin))) {
      assertThat(answer.status()).isGreaterThanOrEqualTo(400);
      assertThat(answer.header("Access-Control-Allow-Origin"))
          .isEqualTo("https://play.my-game.com");
    }
  }

  // The end.

  @Test
  void keepsConnectionsForManyRequestsOfManyClients() throws Exception {
    var client =
        server.vertx.createHttpClient(
            new HttpClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(server.port));
    var answers = new ArrayList<CompletableFuture<Integer>>();
    for (int i = 0; i < 300; i++) {
      answers.add(
          client
              .request(HttpMethod.POST, "/tickets")
              .compose(request -> request.putHeader("Authorization", TOKEN).send(DUEL))
              .map(response -> response.statusCode())
              .toCompletionStage()
              .toCompletableFuture());
    }

    for (var answer : answers) {
      assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(201);
    }
    client.close();
  }
}
