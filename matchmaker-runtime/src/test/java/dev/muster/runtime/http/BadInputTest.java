package dev.muster.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.runtime.TestRuntime;
import dev.muster.runtime.server.GameServer;
import dev.muster.runtime.settings.RateLimits;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Thousands of requests at every operation with broken bodies and paths: each gets one of the
 * answers that the served document has for it.
 */
class BadInputTest {
  private static final long SEED = 20_261_120;
  private static final int REQUESTS = 20_000;

  private static final List<String> SEEDS =
      List.of(
          "{\"profile\":\"duel\",\"attributes\":{},\"player_ip\":null,\"is_ready\":false}",
          "{\"profile\":\"Ranked_5v5\",\"player_ip\":\"2001:db8::7\",\"is_ready\":true,"
              + "\"attributes\":{\"elo\":-1500.25e0,\"mode\":\"qu\\u0069ck\",\"maps\":[\"A\",\"B\"],"
              + "\"beacons\":{\"Chicago\":12.5,\"Montréal\":7}}}",
          "{\"player_tickets\":[{\"profile\":\"duel\",\"attributes\":{},\"player_ip\":\"192.0.2.1\"},"
              + "{\"profile\":\"duel\",\"attributes\":null}]}",
          "{\"is_ready\":true}",
          BackfillsApiTest.UNITY,
          BackfillsApiTest.UNITY.replace("\"attributes\": {}", "\"attributes\": {\"elo\":1e3}"));

  private static final String SERVER = "23c01225b99d";
  private static final int GROUPS = 200;

  /** What a path that was broken, or is of another operation now, may be answered with. */
  private static final Set<Integer> OF_ANY_PATH = Set.of(400, 401, 404, 405, 414);

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

  /** A group that forms, and its owner. */
  private record Owner(String group, String member) {}

  private record Answer(
      String request, Set<Integer> allowed, int status, String body, String retryAfter) {}

  /** A path of an operation: mostly as it should be, else broken. */
  private String path(DocumentedOperation operation, Owner owner) {
    var path =
        operation
            .path()
            .replace("{group}", owner.group())
            .replace("{member}", owner.member())
            .replace("{ticket}", owner.member())
            .replace("{backfill}", owner.member())
            .replace("{request}", SERVER);
    if (random.nextInt(4) > 0) {
      return path;
    }
    var text = new StringBuilder(path);
    var parts = List.of("%00", "%2f", "%", "%zz", "..", "//", "?", "?page=-1", ";", "é", "%c3%28");
    text.insert(1 + random.nextInt(text.length()), parts.get(random.nextInt(parts.size())));
    return text.toString();
  }

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
      server.settings = ApiDocumentTest.everythingAllowed(RateLimits.NONE);
      server.gameServers.put(
          SERVER,
          new GameServer(
              SERVER,
              "m1",
              "m1-1",
              GameServer.State.READY,
              Optional.of(TestRuntime.ASSIGNMENT),
              List.of()));
      var operations = DocumentedOperation.all(server.get("/swagger/v1/swagger.json").json());
      var owners = new ArrayList<Owner>();
      for (int i = 0; i < GROUPS; i++) {
        var owner = server.post("/groups", SEEDS.get(0)).json();
        owners.add(new Owner(owner.get("group_id").asText(), owner.get("member_id").asText()));
      }
      var client =
          server.vertx.createHttpClient(
              new HttpClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(server.port),
              new PoolOptions().setHttp1MaxSize(16).setMaxWaitQueueSize(REQUESTS));
      var answers = new ArrayList<CompletableFuture<Answer>>();

      // When
      for (int i = 0; i < REQUESTS; i++) {
        var operation = operations.get(random.nextInt(operations.size()));
        var path = path(operation, owners.get(random.nextInt(GROUPS)));
        answers.add(send(client, operation, path, mutated()));
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
      HttpClient client, DocumentedOperation operation, String path, byte[] body) {
    var allowed = new TreeSet<>(operation.statuses());
    allowed.addAll(OF_ANY_PATH);
    var token = path.startsWith("/v1/servers") ? TestServer.tokenOf(SERVER) : TestServer.TOKEN;
    return client
        .request(HttpMethod.valueOf(operation.method()), path)
        .compose(
            request ->
                request
                    .putHeader("Authorization", token)
                    .send(Buffer.buffer(body))
                    .compose(
                        response ->
                            body(response)
                                .map(
                                    text ->
                                        new Answer(
                                            "seed "
                                                + SEED
                                                + ": "
                                                + operation.method()
                                                + " "
                                                + path
                                                + " "
                                                + new String(body, StandardCharsets.UTF_8),
                                            allowed,
                                            response.statusCode(),
                                            text.toString(),
                                            response.getHeader("Retry-After")))))
        .toCompletionStage()
        .toCompletableFuture();
  }

  /** The whole body; of a stream, which has no end, nothing. */
  private static Future<Buffer> body(HttpClientResponse response) {
    return SseOutlet.MEDIA_TYPE.equals(response.getHeader("Content-Type"))
        ? response.request().reset().map(hungUp -> Buffer.buffer())
        : response.body();
  }

  private static void check(Answer answer) {
    assertThat(answer.status()).as(answer.request()).isIn(answer.allowed());
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
