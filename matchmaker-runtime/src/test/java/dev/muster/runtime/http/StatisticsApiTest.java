package dev.muster.runtime.http;

import static dev.muster.runtime.TestRuntime.ASSIGNMENT;
import static dev.muster.runtime.TestRuntime.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.runtime.TestRuntime;
import dev.muster.runtime.store.TicketStatus;
import dev.muster.runtime.ticket.Timestamps;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatisticsApiTest {
  private final TestServer server = new TestServer();

  @AfterEach
  void stop() {
    server.close();
  }

  /** After the answer that was kept is too old. */
  private JsonNode duel() {
    server.runtime.pass(1_000);
    return stats().at("/profiles/duel");
  }

  private JsonNode stats() {
    var answer = server.get("/v1/stats");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    return answer.json();
  }

  @Test
  void tellsWhoWaitsAndSinceWhen() {
    assertThat(duel())
        .hasToString(
            "{\"waiting\":0,\"oldest_wait_ms\":null,\"waits\":{\"count\":0,\"p50_ms\":null,"
                + "\"p90_ms\":null,\"p99_ms\":null},\"completions\":[]}");
    server.runtime.queueForDuel();
    server.runtime.pass(4_000);

    var duel = duel();

    assertThat(duel.get("waiting").asInt()).isEqualTo(1);
    assertThat(duel.get("oldest_wait_ms").asLong()).isEqualTo(5_000);
    assertThat(stats().at("/profiles/Ranked_5v5/waiting").asInt()).isZero();
    assertThat(stats().get("window_ms").asLong()).isEqualTo(600_000);
  }

  @Test
  void tellsHowLongOthersWaitedUntilTheyCouldConnect() {
    // Given: one waited for 12 s, the other one for 2 s
    long created = server.runtime.clock.get();
    server.runtime.queueForDuel();
    server.runtime.pass(10_000);
    server.runtime.queueForDuel();
    server.runtime.pass(2_000);
    assertThat(duel().at("/waits/count").asInt()).as("nobody can connect yet").isZero();
    // When
    await(server.runtime.loop.assigned(server.runtime.lastMatch().name(), ASSIGNMENT));
    // Then: at 13 s
    var duel = duel();
    assertThat(duel.at("/waiting").asInt()).isZero();
    assertThat(duel.at("/waits/count").asInt()).isEqualTo(2);
    assertThat(duel.at("/waits/p50_ms").asLong()).isBetween(3_000L, 3_030L);
    assertThat(duel.at("/waits/p99_ms").asLong()).isBetween(13_000L, 13_130L);
    assertThat(duel.get("completions"))
        .anySatisfy(
            completion ->
                assertThat(completion)
                    .hasToString(
                        "{\"created_at\":\""
                            + Timestamps.text(created)
                            + "\",\"completed_at\":\""
                            + Timestamps.text(created + 13_000)
                            + "\"}"));
    // and: the window goes by
    server.runtime.pass(600_000);
    assertThat(duel().at("/waits/count").asInt()).isZero();
    assertThat(duel().get("completions")).hasSize(2);
  }

  @Test
  void isWrittenOnceASecondHoweverManyAsk() {
    var first = server.get("/v1/stats").text();
    server.runtime.queueForDuel();
    assertThat(server.get("/v1/stats").text()).isEqualTo(first);
    server.runtime.pass(999);
    assertThat(server.get("/v1/stats").text()).isEqualTo(first);
    server.runtime.pass(1);
    assertThat(server.get("/v1/stats").text()).isNotEqualTo(first);
  }

  @Test
  void forgetsAQueueThatIsClosed() {
    server.runtime.queueForDuel();
    server.runtime.queueForDuel();
    await(server.runtime.loop.assigned(server.runtime.lastMatch().name(), ASSIGNMENT));
    await(server.runtime.loop.close("duel", "the test is over"));
    assertThat(duel().isMissingNode()).isTrue();
    server.runtime.serve(TestRuntime.duel());
    assertThat(duel().get("completions")).isEmpty();
  }

  @Test
  void leavesOutWhoWasRecoveredAfterARestart() {
    try (var before = TestRuntime.started()) {
      before.queueForDuel();
      before.queueForDuel();
      var match = before.lastMatch();
      await(server.runtime.loop.recover(match));
      await(server.runtime.loop.assigned(match.name(), ASSIGNMENT));
      assertThat(
              server.runtime.status(match.groups().findFirst().orElseThrow().tickets().get(0).id()))
          .isEqualTo(TicketStatus.HOST_ASSIGNED);
    }
    assertThat(duel().at("/waits/count").asInt()).isZero();
  }

  @Test
  void wantsAToken() {
    assertThat(server.plain("GET", "/v1/stats", null, Map.of()).status()).isEqualTo(401);
    assertThat(server.post("/v1/stats", "{}").status()).isEqualTo(405);
  }
}
