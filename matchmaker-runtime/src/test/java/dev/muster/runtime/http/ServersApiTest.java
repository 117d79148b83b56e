package dev.muster.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.runtime.TestRuntime;
import dev.muster.runtime.server.GameServer;
import dev.muster.runtime.server.GameServers.Stopping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServersApiTest {
  private static final String ID = "0123456789ab";
  private static final String PATH = "/v1/servers/" + ID;

  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer();
    server.gameServers.put(
        ID,
        new GameServer(
            ID,
            "m1",
            "m1-1",
            GameServer.State.READY,
            Optional.of(TestRuntime.ASSIGNMENT),
            List.of("t1", "t2")));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private TestServer.Answer ask(String method, String path, String token) {
    return server.plain(method, path, null, Map.of("Authorization", token));
  }

  @Test
  void tellsAServerWhatItIs() {
    var answer = ask("GET", PATH, TestServer.tokenOf(ID));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().toString())
        .isEqualTo(
            "{\"fqdn\":\"203.0.113.9\",\"public_ip\":\"203.0.113.9\",\"ports\":{\"gameport\":{"
                + "\"internal\":7777,\"external\":31504,\"link\":\"203.0.113.9:31504\","
                + "\"protocol\":\"UDP\"}},\"location\":{\"city\":\"Montreal\",\"country\":\"Canada\","
                + "\"continent\":\"North America\",\"administrative_division\":\"Quebec\","
                + "\"timezone\":\"UTC\"},\"request_id\":\"0123456789ab\",\"status\":\"READY\","
                + "\"ready\":true,\"tags\":[\"t1\",\"t2\"]}");
  }

  @ParameterizedTest
  @CsvSource({"ACCEPTED, 202", "UNKNOWN, 404", "AWAY, 503"})
  void stopsAServer(Stopping stopping, int status) {
    server.stopping = stopping;

    var answer = ask("DELETE", PATH, TestServer.tokenOf(ID));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.message()).isNotEmpty();
    assertThat(answer.header("Retry-After")).isEqualTo(status == 503 ? "1" : null);
    assertThat(server.stopped).containsExactly(ID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "DELETE"})
  void aServerMayAskForItselfOnly(String method) {
    assertThat(ask(method, PATH, TestServer.tokenOf("ba9876543210")).status()).isEqualTo(401);
    assertThat(ask(method, PATH, TestServer.TOKEN).status()).isEqualTo(401);
    assertThat(server.plain(method, PATH, null, Map.of()).status()).isEqualTo(401);
    assertThat(ask(method, "/v1/servers/ba9876543210", TestServer.tokenOf(ID)).status())
        .isEqualTo(401);
    assertThat(server.stopped).isEmpty();
  }

  @Test
  void whoIsGoneIsNotFound() {
    var gone = "ba9876543210";

    assertThat(ask("GET", "/v1/servers/" + gone, TestServer.tokenOf(gone)).status()).isEqualTo(404);
  }

  @Test
  void aServersTokenIsGoodForNothingElse() {
    assertThat(ask("GET", "/locations/beacons", TestServer.tokenOf(ID)).status()).isEqualTo(401);
    assertThat(ask("POST", PATH, TestServer.tokenOf(ID)).status()).isEqualTo(405);
  }
}
