package dev.muster.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Thousands of requests with broken bodies: each gets one of the documented answers. */
class BadInputTest {
  private static final long SEED = 20_261_120;
  private static final int REQUESTS = 4_000;

  private static final List<String> SEEDS =
      List.of(
          "{\"profile\":\"duel\",\"attributes\":{},\"player_ip\":null,\"is_ready\":false}",
          "{\"profile\":\"Ranked_5v5\",\"player_ip\":\"2001:db8::7\",\"is_ready\":true,"
              + "\"attributes\":{\"elo\":-1500.25e0,\"mode\":\"qu\\u0069ck\",\"maps\":[\"A\",\"B\"],"
              + "\"beacons\":{\"Chicago\":12.5,\"Montréal\":7}}}",
          "{\"player_tickets\":[{\"profile\":\"duel\",\"attributes\":{},\"player_ip\":\"192.0.2.1\"},"
              + "{\"profile\":\"duel\",\"attributes\":null}]}",
          "{\"is_ready\":true}");

  private static final List<String> PATHS =
      List.of(
          "/tickets",
          "/group-tickets",
          "/groups",
          "/groups/GROUP/members",
          "/groups/GROUP/members/MEMBER");

  private static final List<String> TOKENS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "null",
          "true",
          "1e400",
          "-0",
          "NaN",
          "\\",
          "\\ud800",
          "\u0000",
          "\uFEFF",
          "é",
          "{}",
          "[]",
          "99999999999999999999",
          "1e-400",
          "\"\"",
          "%",
          "//");

  private final Random random = new Random(SEED);

  private record Answer(String request, int status, String body, String retryAfter) {}

  private byte[] mutated() {
    var text = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), at + random.nextInt(12));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(at, to);
        case 1 -> text.insert(at, TOKENS.get(random.nextInt(TOKENS.size())));
        case 2 -> text.replace(at, to, TOKENS.get(random.nextInt(TOKENS.size())));
        default -> text.insert(at, text.substring(at, to).repeat(1 + random.nextInt(40)));
      }
    }
    var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0 && random.nextInt(5) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  @Test
  void answersEveryBrokenBodyAsDocumentedAndGoesOnServing() throws Exception {
    try (var server = new TestServer()) {
      // Given
      var owner =
          server
              .post("/groups", SEEDS.get(0).replace("\"is_ready\":true", "\"is_ready\":false"))
              .json();
      var client =
          server.vertx.createHttpClient(
              new HttpClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(server.port),
              new PoolOptions().setHttp1MaxSize(16).setMaxWaitQueueSize(REQUESTS));
      var answers = new ArrayList<CompletableFuture<Answer>>();

      // When
      for (int i = 0; i < REQUESTS; i++) {
        var path =
            PATHS
                .get(random.nextInt(PATHS.size()))
                .replace("GROUP", owner.get("group_id").asText())
                .replace("MEMBER", owner.get("member_id").asText());
        var method = path.contains("/members/") ? HttpMethod.PATCH : HttpMethod.POST;
        answers.add(send(client, method, path, mutated()));
      }

      // Then
      for (var answer : answers) {
        check(answer.get(60, TimeUnit.SECONDS));
      }
      assertThat(server.get("/monitor").json().get("status").asText()).isEqualTo("HEALTHY");
      assertThat(server.get("/tickets/nobody").status()).isEqualTo(404);
      client.close().await();
    }
  }

  private static CompletableFuture<Answer> send(
      HttpClient client, HttpMethod method, String path, byte[] body) {
    return client
        .request(method, path)
        .compose(
            request ->
                request
                    .putHeader("Authorization", TestServer.TOKEN)
                    .send(Buffer.buffer(body))
                    .compose(
                        response ->
                            response
                                .body()
                                .map(
                                    text ->
                                        new Answer(
                                            "seed "
                                                + SEED
                                                + ": "
                                                + method
                                                + " "
                                                + path
                                                + " "
                                                + new String(body, StandardCharsets.UTF_8),
                                            response.statusCode(),
                                            text.toString(),
                                            response.getHeader("Retry-After")))))
        .toCompletionStage()
        .toCompletableFuture();
  }

  private static void check(Answer answer) {
    assertThat(answer.status()).as(answer.request()).isIn(200, 201, 400, 404, 409, 413, 503);
    if (answer.status() >= 400) {
      var body = new JsonObject(answer.body());
      assertThat(body.fieldNames()).as(answer.request()).containsExactly("message");
      assertThat(body.getString("message"))
          .as(answer.request())
          .isNotBlank()
          .hasSizeLessThan(4_000);
    }
    assertThat(answer.retryAfter() != null).as(answer.request()).isEqualTo(answer.status() == 503);
  }
}
