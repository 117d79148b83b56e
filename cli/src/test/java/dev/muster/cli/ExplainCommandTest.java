package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.muster.cli.TestCommand.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code muster explain} prints of a runtime's answer. */
class ExplainCommandTest {
  private static final String SEARCHING =
      """
      {"ticket_id":"alice","group_id":"g","profile":"elo","status":"SEARCHING",
       "summary":"Of 6000 others that wait, ...",
       "search":{"since":"x","age_seconds":10.000,"expires_at":"2026-11-20T15:09:05Z","stage":"initial",
        "candidates":{"waiting":6000,"looked_at":4999,"accepted":0},
        "rules":[
         {"rule":"elo_rating","type":"numberDifference","refused":2,"refused_alone":1,
          "nearest_miss":{"beyond":25,"unit":"attribute","accepted_after_seconds":30,"message":"1000 and 1075 are 75 apart"}},
         {"rule":"size","type":"playerCount","refused":0,"refused_alone":0,"nearest_miss":null}],
        "next_stage":{"name":"30","in_seconds":20.000,"accepted":0,"accepted_later":1,
         "changes":[{"rule":"elo_rating","attribute":"maxDifference","from":50,"to":150}]},
        "match_at":null,
        "counterfactuals":[
         {"message":"with elo_rating.maxDifference 75","from_stage":"30","tickets":["alice","bob"]}],
        "complete":false}}
      """;

  private static final String PODS =
      """
      {"kind":"PodList","apiVersion":"v1","items":[{"metadata":{"name":"default-0","namespace":"games"},
        "status":{"phase":"Running","podIP":"10.1.2.3"}}]}
      """;

  @TempDir private Path folder;
  private HttpServer server;
  private volatile int status = 200;
  private volatile String body = SEARCHING;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/tickets/alice/explain", exchange -> answer(exchange, status, body));
    server.createContext("/api/v1/namespaces/games/pods", exchange -> answer(exchange, 200, PODS));
    server.createContext(
        "/api/v1/namespaces/games/pods/default-0:8081/proxy/v1/tickets/alice/explain",
        exchange -> answer(exchange, status, body));
    server.start();
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static Result explain(String... arguments) {
    return TestCommand.run(Stream.concat(Stream.of("explain"), Stream.of(arguments)).toList());
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  @Test
  void printsATableAndWhatWouldHelp() {
    var result = explain("alice", "--url", url());

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .isEqualTo(
            """
            Ticket alice of queue elo: SEARCHING
            Of 6000 others that wait, ...

            It has searched for 10.0 s and is at stage initial; its search ends at 2026-11-20T15:09:05Z.
            Looked at: 4999 of 6000 others, those that wait longest.

            RULE        TYPE              REFUSES  ALONE  NEAREST MISS
            elo_rating  numberDifference  2        1      1000 and 1075 are 75 apart; accepted when both have searched for 30 s
            size        playerCount       0        0      -

            Stage 30 comes in 20.0 s (elo_rating.maxDifference 50 -> 150); then 0 are accepted at that moment, and 1 more when it comes to that stage itself.

            Tried on a copy of the queue:
              with elo_rating.maxDifference 75: alice bob (from stage 30 on)
            (There was more to try; the work for one answer is bounded.)
            """);
  }

  @Test
  void saysHowManyTheNextStageAcceptsAtOnceAndHowManyLater() {
    assertThat(accepted(1, 0)).contains("; then 1 is accepted.\n");
    assertThat(accepted(0, 0)).contains("; then 0 are accepted.\n");
    assertThat(accepted(1, 2))
        .contains(
            "; then 1 is accepted at that moment, and 2 more when they come to that stage"
                + " themselves.\n");
  }

  private String accepted(int atOnce, int later) {
    body =
        SEARCHING.replace(
            "\"accepted\":0,\"accepted_later\":1",
            "\"accepted\":" + atOnce + ",\"accepted_later\":" + later);
    return explain("alice", "--url", url()).out();
  }

  @Test
  void printsTheAnswerAsItIs() {
    body = "{\"status\":\"CANCELLED\"}";

    var result = explain("alice", "--url", url(), "-o", "json");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).isEqualTo(body + System.lineSeparator());
  }

  @Test
  void saysWhatIsWrong() {
    status = 404;
    fails(1, "muster: there is no ticket alice, or not any more", explain("alice", "--url", url()));
    status = 503;
    fails(1, "muster: the runtime answered 503", explain("alice", "--url", url()));
    fails(
        2, "TICKET is 'a/b', an id of letters, digits and dashes", explain("a/b", "--url", url()));
    fails(2, "--url is '8081', http://HOST:PORT was expected", explain("alice", "--url", "8081"));
    server.stop(0);
    fails(1, "muster: cannot ask http://127.0.0.1:", explain("alice", "--url", url()));
  }

  @Test
  void saysThatThereIsNoKubeconfig() {
    // Given
    var before = System.getProperty("kubeconfig");
    System.setProperty("kubeconfig", folder.resolve("none").toString());
    try {
      // When, Then
      fails(
          1,
          "muster: no kubeconfig: set KUBECONFIG to the kubeconfig= of the ready line of ./muster"
              + " dev, or use --kubeconfig or --url",
          explain("alice"));
    } finally {
      if (before == null) {
        System.clearProperty("kubeconfig");
      } else {
        System.setProperty("kubeconfig", before);
      }
    }
  }

  @Test
  void saysTheSameThroughTheApiServer() throws IOException {
    assertThat(throughApiServer().out()).isEqualTo(explain("alice", "--url", url()).out());
    body = "{\"message\":\"none\"}";
    status = 404;
    fails(1, "muster: there is no ticket alice, or not any more", throughApiServer());
    status = 503;
    fails(1, "muster: the runtime answered 503: " + body, throughApiServer());
  }

  @Test
  void aRefusalOfTheApiServerIsNoAnswerOfTheRuntime() throws IOException {
    status = 404;
    body =
        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"code\":404,"
            + "\"message\":\"pods \\\"default-0\\\" not found\"}";
    fails(1, "muster: cannot ask the cluster at " + url(), throughApiServer());
    fails(1, "pods \"default-0\" not found", throughApiServer());
  }

  private Result throughApiServer() throws IOException {
    var kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            current-context: test
            contexts: [{name: test, context: {cluster: test, user: test, namespace: games}}]
            clusters: [{name: test, cluster: {server: "%s"}}]
            users: [{name: test, user: {token: secret}}]
            """
                .formatted(url()));
    return explain("alice", "--kubeconfig", kubeconfig.toString());
  }

  private static void fails(int code, String message, Result result) {
    assertThat(result.code()).as(result.text()).isEqualTo(code);
    assertThat(result.err()).contains(message);
  }
}
