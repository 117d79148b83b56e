package dev.muster.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class HealthServerTest {
  @Test
  void answers200WhenWellAnd503WhenNot() throws Exception {
    try (var server = HealthServer.start(0, () -> true, () -> false)) {
      assertThat(get(server, "live")).isEqualTo("200 {\"status\":\"UP\"}");
      assertThat(get(server, "ready")).isEqualTo("503 {\"status\":\"DOWN\"}");
    }
  }

  private static String get(HealthServer server, String path) throws Exception {
    var uri = URI.create("http://localhost:" + server.port() + "/health/" + path);
    var answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body();
  }
}
