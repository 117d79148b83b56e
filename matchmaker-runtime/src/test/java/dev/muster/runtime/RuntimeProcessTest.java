package dev.muster.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole process on an API server's stub; the test plays the operator. */
class RuntimeProcessTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TICKET = "{\"profile\":\"Duel\",\"attributes\":{}}";
  private static final String ASSIGNED =
      """
      {"phase":"Assigned","assignment":{"fqdn":"n1","publicIp":"203.0.113.9","ports":
        {"gameport":{"internal":7777,"external":7001,"link":"n1:7001","protocol":"UDP"}}}}""";

  @TempDir private Path tokens;
  private TestProcess process;

  @BeforeEach
  void prepare() throws Exception {
    process = new TestProcess(tokens);
  }

  @AfterEach
  void stop() {
    process.close();
  }

  @Test
  void takesTwoPlayersFromTheirTicketsToTheirServer() throws Exception {
    // Given
    process.start();
    var first = post("/tickets", TICKET);
    var second = post("/tickets", TICKET);
    eventually().until(() -> process.server.names("matches").size() == 1);
    assertThat(read(first).get("status").asText()).isEqualTo("MATCH_FOUND");

    // When
    assign(process.server.names("matches").get(0));

    // Then
    eventually().until(() -> read(first).get("status").asText(), "HOST_ASSIGNED"::equals);
    assertThat(read(second).at("/assignment/ports/gameport/link").asText()).isEqualTo("n1:7001");
    assertThat(
            process.server.get("matchmakerprofiles", "duel").at("/status/queue/revision").asText())
        .isEqualTo("duel-1");
  }

  @Test
  void keepsPlayersOfAMatchOverARestart() throws Exception {
    // Given
    process.start();
    var first = post("/tickets", TICKET);
    post("/tickets", TICKET);
    eventually().until(() -> process.server.names("matches").size() == 1);

    // When
    process.replace(0);
    process.start();

    // Then
    assertThat(read(first).get("status").asText()).isEqualTo("MATCH_FOUND");
    assign(process.server.names("matches").get(0));
    eventually().until(() -> read(first).get("status").asText(), "HOST_ASSIGNED"::equals);
  }

  @Test
  void takesAnAttributeOfAServersRuleFromHoldersOfAServersTokenOnly() throws Exception {
    // Given the profile of the documents
    Files.writeString(tokens.resolve("server-rating"), "of the rating service");
    var yaml = Files.readString(Path.of("../docs/facing-players/profile.yaml"));
    var spec = Serialization.unmarshal(yaml, JsonNode.class).path("spec");
    process.server.put("controllerrevisions", "rated-1", "{\"metadata\":{},\"data\":" + spec + "}");
    process.server.put(
        "matchmakerprofiles",
        "rated-duel",
        "{\"metadata\":{},\"status\":{\"revision\":\"rated-1\"}}");
    process.start();
    // When
    var own = rated("secret", "{\"rating\":9000}");
    var without = rated("secret", "{\"mode\":\"quick\"}");
    var service = rated("of the rating service", "{\"rating\":1500,\"mode\":\"quick\"}");
    // Then
    assertThat(own.statusCode()).isEqualTo(400);
    assertThat(own.body())
        .contains(
            "attributes.rating: is taken only with a token of game servers, as its rule has source:"
                + " Server");
    assertThat(without.statusCode()).isEqualTo(400);
    assertThat(without.body()).contains("attributes.rating: is missing");
    assertThat(service.statusCode()).as(service.body()).isEqualTo(201);
  }

  private HttpResponse<String> rated(String token, String attributes) throws Exception {
    var body = "{\"profile\":\"rated-duel\",\"attributes\":" + attributes + "}";
    return process.send(
        process
            .request("/tickets")
            .setHeader("Authorization", token)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void handsMatchesOverBeforeItStops() throws Exception {
    // Given
    process.start();
    post("/tickets", TICKET);
    post("/tickets", TICKET);

    // When
    process.stop();

    // Then
    assertThat(process.server.names("matches")).hasSize(1);
  }

  @Test
  void isNotReadyWithoutAToken() throws Exception {
    // Given
    Files.delete(tokens.resolve("client"));

    // When
    process.start();

    // Then
    assertThat(process.getManagement("/health/ready").statusCode()).isEqualTo(503);
    assertThat(process.getManagement("/health/ready").body()).contains("tokens");
    assertThat(process.getManagement("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void isNotReadyWhileTheClusterIsAway() throws Exception {
    // Given
    process.server.stop();

    // When
    var started = process.begin();

    // Then
    eventually()
        .untilAsserted(
            () -> assertThat(process.getManagement("/health/ready").statusCode()).isEqualTo(503));
    var early = process.get("/tickets/cusfn10msflc73beiik0");
    assertThat(early.statusCode()).isEqualTo(503);
    assertThat(early.headers().firstValue("Retry-After")).contains("1");
    process.server.start();
    assertThat(started.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(60));
    assertThat(process.getManagement("/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void failsToStartOnAPortThatIsInUse() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int httpPort = other.getLocalPort();
      process.replace(httpPort);

      assertThatThrownBy(process::start)
          .hasRootCauseInstanceOf(java.net.BindException.class)
          .hasMessageContaining("port " + httpPort + " (MUSTER_HTTP_PORT) of 127.0.0.1");
    }
  }

  private void assign(String match) throws Exception {
    var assigned = (ObjectNode) process.server.get("matches", match);
    assigned.set("status", JSON.readTree(ASSIGNED));
    process.server.put("matches", match, assigned.toString());
  }

  private JsonNode read(String ticket) throws Exception {
    var answer = process.get("/tickets/" + ticket);
    assertThat(answer.statusCode()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private String post(String path, String body) throws Exception {
    var answer =
        process.send(process.request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return JSON.readTree(answer.body()).get("id").asText();
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(60));
  }
}
