package dev.muster.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.api.json.TolerantJson;
import dev.muster.runtime.cluster.StubApiServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.vertx.core.Vertx;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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
  private final StubApiServer server = new StubApiServer();
  private final HttpClient http = HttpClient.newHttpClient();
  private int httpPort;
  private int managementPort;
  private RuntimeProcess process;

  @BeforeEach
  void fillTheServer() throws Exception {
    Files.writeString(tokens.resolve("client"), "secret\n");
    server.put("matchmakers", "default", "{\"metadata\":{},\"spec\":{}}");
    server.put(
        "controllerrevisions",
        "duel-1",
        """
        {"metadata":{},"data":{"queue":"Duel","rules":
          {"match_size":{"type":"playerCount","teamCount":1,"minTeamSize":2,"maxTeamSize":2}}}}""");
    server.put(
        "matchmakerprofiles", "duel", "{\"metadata\":{},\"status\":{\"revision\":\"duel-1\"}}");
    process = process();
  }

  @AfterEach
  void stop() {
    process.stop();
    server.close();
  }

  @Test
  void takesTwoPlayersFromTheirTicketsToTheirServer() throws Exception {
    // Given
    start();
    var first = post("/tickets", TICKET);
    var second = post("/tickets", TICKET);
    eventually().until(() -> server.names("matches").size() == 1);
    assertThat(read(first).get("status").asText()).isEqualTo("MATCH_FOUND");

    // When
    assign(server.names("matches").get(0));

    // Then
    eventually().until(() -> read(first).get("status").asText(), "HOST_ASSIGNED"::equals);
    assertThat(read(second).at("/assignment/ports/gameport/link").asText()).isEqualTo("n1:7001");
    assertThat(server.get("matchmakerprofiles", "duel").at("/status/queue/revision").asText())
        .isEqualTo("duel-1");
  }

  @Test
  void keepsPlayersOfAMatchOverARestart() throws Exception {
    // Given
    start();
    var first = post("/tickets", TICKET);
    post("/tickets", TICKET);
    eventually().until(() -> server.names("matches").size() == 1);

    // When
    process.stop();
    process = process();
    start();

    // Then
    assertThat(read(first).get("status").asText()).isEqualTo("MATCH_FOUND");
    assign(server.names("matches").get(0));
    eventually().until(() -> read(first).get("status").asText(), "HOST_ASSIGNED"::equals);
  }

  @Test
  void takesAnAttributeOfAServersRuleFromHoldersOfAServersTokenOnly() throws Exception {
    // Given the profile of the documents
    Files.writeString(tokens.resolve("server-rating"), "of the rating service");
    var yaml = Files.readString(Path.of("../docs/facing-players/profile.yaml"));
    var spec = Serialization.unmarshal(yaml, JsonNode.class).path("spec");
    server.put("controllerrevisions", "rated-1", "{\"metadata\":{},\"data\":" + spec + "}");
    server.put(
        "matchmakerprofiles",
        "rated-duel",
        "{\"metadata\":{},\"status\":{\"revision\":\"rated-1\"}}");
    start();
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
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/tickets"))
            .header("Authorization", token)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void handsMatchesOverBeforeItStops() throws Exception {
    // Given
    start();
    post("/tickets", TICKET);
    post("/tickets", TICKET);

    // When
    process.stop();

    // Then
    assertThat(server.names("matches")).hasSize(1);
  }

  @Test
  void isNotReadyWithoutAToken() throws Exception {
    // Given
    Files.delete(tokens.resolve("client"));

    // When
    start();

    // Then
    assertThat(get(managementPort, "/health/ready").statusCode()).isEqualTo(503);
    assertThat(get(managementPort, "/health/ready").body()).contains("tokens");
    assertThat(get(managementPort, "/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void isNotReadyWhileTheClusterIsAway() throws Exception {
    // Given
    server.stop();

    // When
    var started = process.start();

    // Then
    eventually()
        .untilAsserted(
            () -> assertThat(get(managementPort, "/health/ready").statusCode()).isEqualTo(503));
    server.start();
    assertThat(started.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(60));
    assertThat(get(managementPort, "/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void failsToStartOnAPortThatIsInUse() throws Exception {
    try (var other = new ServerSocket(httpPort, 1, java.net.InetAddress.getLoopbackAddress())) {
      assertThat(other.isBound()).isTrue();

      assertThatThrownBy(() -> process.start().toCompletableFuture().get(60, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(java.net.BindException.class)
          .hasMessageContaining("port " + httpPort + " (MUSTER_HTTP_PORT) of 127.0.0.1");
    }
  }

  private RuntimeProcess process() throws Exception {
    httpPort = freePort();
    managementPort = freePort();
    var client =
        new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder(Config.empty()).withMasterUrl(server.url()).build())
            .withKubernetesSerialization(TolerantJson.serialization())
            .build();
    var config =
        new RuntimeConfig(
            "games", "default", "127.0.0.1", httpPort, managementPort, tokens, tokens);
    return new RuntimeProcess(config, Vertx.vertx(), client);
  }

  private static int freePort() throws Exception {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void start() throws Exception {
    process.start().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private void assign(String match) throws Exception {
    var assigned = (ObjectNode) server.get("matches", match);
    assigned.set("status", JSON.readTree(ASSIGNED));
    server.put("matches", match, assigned.toString());
  }

  private JsonNode read(String ticket) throws Exception {
    var answer = get(httpPort, "/tickets/" + ticket);
    assertThat(answer.statusCode()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private String post(String path, String body) throws Exception {
    var answer =
        http.send(
            request(httpPort, path).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return JSON.readTree(answer.body()).get("id").asText();
  }

  private HttpResponse<String> get(int port, String path) throws Exception {
    return http.send(request(port, path).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Authorization", "secret");
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(60));
  }
}
