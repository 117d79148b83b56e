package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
        "next_stage":{"name":"30","in_seconds":20.000,"accepted":1,
         "changes":[{"rule":"elo_rating","attribute":"maxDifference","from":50,"to":150}]},
        "match_at":null,
        "counterfactuals":[
         {"message":"with elo_rating.maxDifference 75","from_stage":"30","tickets":["alice","bob"]}],
        "complete":false}}
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private HttpServer server;
  private volatile int status = 200;
  private volatile String body = SEARCHING;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/tickets/alice/explain",
        exchange -> {
          var bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private int explain(String... arguments) {
    var all = new java.util.ArrayList<>(java.util.List.of("explain"));
    all.addAll(java.util.List.of(arguments));
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  @Test
  void printsATableAndWhatWouldHelp() {
    assertThat(explain("alice", "--url", url())).as(err.toString()).isZero();

    assertThat(out.toString())
        .isEqualTo(
            """
            Ticket alice of queue elo: SEARCHING
            Of 6000 others that wait, ...

            It has searched for 10.0 s and is at stage initial; its search ends at 2026-11-20T15:09:05Z.
            Looked at: 4999 of 6000 others, those that wait longest.

            RULE        TYPE              REFUSES  ALONE  NEAREST MISS
            elo_rating  numberDifference  2        1      1000 and 1075 are 75 apart; accepted when both have searched for 30 s
            size        playerCount       0        0      -

            Stage 30 comes in 20.0 s (elo_rating.maxDifference 50 -> 150); then 1 are accepted.

            Tried on a copy of the queue:
              with elo_rating.maxDifference 75: alice bob (from stage 30 on)
            (There was more to try; the work for one answer is bounded.)
            """);
  }

  @Test
  void printsTheAnswerAsItIs() {
    body = "{\"status\":\"CANCELLED\"}";

    assertThat(explain("alice", "--url", url(), "-o", "json")).isZero();
    assertThat(out).hasToString(body + System.lineSeparator());
  }

  @Test
  void saysWhatIsWrong() {
    status = 404;
    assertThat(explain("alice", "--url", url())).isEqualTo(1);
    assertThat(err.toString()).contains("muster: there is no ticket alice, or not any more");
    status = 503;
    assertThat(explain("alice", "--url", url())).isEqualTo(1);
    assertThat(err.toString()).contains("muster: the runtime answered 503");
    assertThat(explain("a/b", "--url", url())).isEqualTo(2);
    assertThat(err.toString()).contains("TICKET is 'a/b', an id of letters, digits and dashes");
    assertThat(explain("alice", "--url", "8081")).isEqualTo(2);
    assertThat(err.toString()).contains("--url is '8081', http://HOST:PORT was expected");
    server.stop(0);
    assertThat(explain("alice", "--url", url())).isEqualTo(1);
    assertThat(err.toString()).contains("muster: cannot ask http://127.0.0.1:");
  }
}
