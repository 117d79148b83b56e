package dev.muster.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fields of a Matchmaker that a running process takes over: another spec, another answer. */
class MatchmakerFieldsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private static Path tokens;
  private static TestProcess process;

  @BeforeAll
  static void start() throws Exception {
    process = new TestProcess(tokens);
    process.start();
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  @ParameterizedTest
  @CsvSource({
    "requestsPerSecond, GET, /locations/beacons",
    "createsPerSecond, POST, /groups",
    "createsPerSecond, POST, /tickets",
    "readsPerSecond, GET, /tickets/none",
    "readsPerSecond, GET, /groups/none/members/none",
    "backfillsPerSecond, POST, /backfills",
    "perClientPerSecond, GET, /monitor"
  })
  void requestsBeyondALimitAreRefused(String limit, String method, String path) throws Exception {
    // Given
    apply("{}");
    await().atMost(PATIENCE).until(() -> !aBurstIsCutOff(method, path));
    // When
    apply("{\"rateLimits\":{\"" + limit + "\":1}}");
    // Then
    await()
        .atMost(PATIENCE)
        .until(
            () -> send(method, path, "{}"),
            answer ->
                answer.statusCode() == 429
                    && answer.body().contains("the limit " + limit + " is 1;"));
    if (!limit.equals("requestsPerSecond") && !limit.equals("perClientPerSecond")) {
      assertThat(aBurstIsCutOff("GET", "/locations/beacons")).isFalse();
    }
  }

  @Test
  void aClientHasAsManyStreamsOpenAsItMay() throws Exception {
    // Given: one that stays open
    apply("{}");
    var ticket = send("POST", "/tickets", "{\"profile\":\"Duel\",\"attributes\":{}}");
    var events = "/v1/tickets/" + JSON.readTree(ticket.body()).path("id").asText() + "/events";
    await().atMost(PATIENCE).until(() -> opening(events), status -> status == 200);
    try (var open = stream(events).body()) {
      assertThat(open.read()).isEqualTo('r');
      assertThat(opening(events)).isEqualTo(200);
      // When
      apply("{\"rateLimits\":{\"openStreamsPerClient\":1}}");
      // Then
      await().atMost(PATIENCE).until(() -> opening(events), status -> status == 429);
    }
  }

  /** How the wish for one more stream is answered; the stream is closed again. */
  private static int opening(String path) throws Exception {
    var answer = stream(path);
    answer.body().close();
    return answer.statusCode();
  }

  private static HttpResponse<InputStream> stream(String path) throws Exception {
    return process.open(process.request(path));
  }

  @Test
  void trustedProxiesSayWhereAPlayerIs() throws Exception {
    // Given
    apply("{}");
    await().atMost(PATIENCE).until(MatchmakerFieldsTest::playerIp, "127.0.0.1"::equals);
    // When
    apply("{\"trustedProxies\":[\"127.0.0.0/8\"]}");
    // Then
    await().atMost(PATIENCE).until(MatchmakerFieldsTest::playerIp, "203.0.113.7"::equals);
  }

  @Test
  void theExampleOfTheDocumentsIsTakenWhole() throws Exception {
    // Given
    var yaml = Files.readString(Path.of("../docs/facing-players/matchmaker.yaml"));
    var spec = Serialization.unmarshal(yaml, JsonNode.class).path("spec");
    // When
    apply(spec.toString());
    // Then
    await().atMost(PATIENCE).until(MatchmakerFieldsTest::playerIp, "203.0.113.7"::equals);
    await().atMost(PATIENCE).until(() -> aBurstIsCutOff("GET", "/monitor"));
  }

  private static boolean aBurstIsCutOff(String method, String path) throws Exception {
    boolean cut = false;
    for (int i = 0; i < 50; i++) {
      cut |= status(method, path) == 429;
    }
    return cut;
  }

  private static void apply(String spec) {
    process.server.put("matchmakers", "default", "{\"metadata\":{},\"spec\":" + spec + "}");
  }

  private static int status(String method, String path) throws Exception {
    return send(method, path, "{}").statusCode();
  }

  private static String playerIp() throws Exception {
    var answer = send("POST", "/tickets", "{\"profile\":\"Duel\",\"attributes\":{}}");
    return JSON.readTree(answer.body()).path("player_ip").asText();
  }

  private static HttpResponse<String> send(String method, String path, String body)
      throws Exception {
    var publisher =
        method.equals("GET")
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    return process.send(
        process.request(path).header("X-Forwarded-For", "203.0.113.7").method(method, publisher));
  }
}
