package dev.muster.runtime.http;

import static dev.muster.runtime.TestRuntime.ASSIGNMENT;
import static dev.muster.runtime.TestRuntime.await;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagementServerTest {
  private static final String DUEL = "{\"profile\":\"duel\",\"attributes\":{}}";

  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void isReadyWhileEverythingWorks() {
    assertThat(server.manage("/health/ready").status()).isEqualTo(200);
    assertThat(server.manage("/health/ready").json().get("status").asText()).isEqualTo("UP");

    server.clusterWorks = false;

    var answer = server.manage("/health/ready");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.message()).contains("cluster");
    assertThat(server.manage("/health/live").status()).isEqualTo(200);
  }

  @Test
  void isNotReadyWhileItIsStopped() {
    server.health.stopping();

    assertThat(server.manage("/health/ready").status()).isEqualTo(503);
    assertThat(server.manage("/health/live").status()).isEqualTo(200);
  }

  @Test
  void isNotAliveWithoutItsLoop() {
    await(server.runtime.loop.stop());

    assertThat(server.manage("/health/live").status()).isEqualTo(503);
  }

  @Test
  void answersUnknownPathsInTheSameShape() {
    assertThat(server.manage("/nowhere").status()).isEqualTo(404);
    assertThat(server.manage("/nowhere").message()).isNotBlank();
  }

  @Test
  void tellsPrometheusWhatHappens() {
    // Given
    server.post("/tickets", DUEL);
    server.runtime.clock.addAndGet(2_000);
    server.post("/tickets", DUEL);
    server.runtime.settle();
    server.runtime.clock.addAndGet(3_000);
    await(server.runtime.loop.assigned(server.runtime.lastMatch().name(), ASSIGNMENT));
    var id = server.post("/tickets", DUEL).json().get("id").asText();
    server.delete("/tickets/" + id);
    server.post("/tickets", DUEL);
    server.get("/tickets/nobody");
    server.get("/nowhere/" + id);
    server.runtime.settle();

    // When
    var answer = server.manage("/metrics");

    // Then
    assertThat(answer.header("Content-Type")).startsWith("text/plain");
    assertThat(answer.text().lines())
        .contains(
            "muster_tickets_waiting{queue=\"duel\"} 1.0",
            "muster_tickets_waiting{queue=\"Ranked_5v5\"} 0.0",
            "muster_matches_made_total{expansion=\"initial\",queue=\"duel\"} 1.0",
            "muster_ticket_creations_total{queue=\"duel\"} 4.0",
            "muster_ticket_cancellations_total{queue=\"duel\",reason=\"Deleted\"} 1.0",
            "muster_tickets_found_seconds_count{queue=\"duel\"} 2",
            "muster_tickets_found_seconds_sum{queue=\"duel\"} 2.0",
            "muster_tickets_assigned_seconds_sum{queue=\"duel\"} 8.0",
            "muster_loop_inbox 0.0",
            "muster_http_requests_seconds_count{method=\"POST\",route=\"/tickets\",status=\"201\"} 4",
            "muster_http_requests_seconds_count{method=\"GET\",route=\"/tickets/:ticket\",status=\"404\"} 1",
            "muster_http_requests_seconds_count{method=\"GET\",route=\"none\",status=\"404\"} 1")
        .noneMatch(line -> line.contains(id));
  }

  @Test
  void forgetsTheMetersOfAQueueThatIsGone() {
    // Given
    server.post("/tickets", DUEL);
    server.runtime.settle();

    // When
    await(server.runtime.loop.close("duel", "its profile was deleted"));
    server.runtime.settle();

    // Then
    assertThat(server.manage("/metrics").text()).doesNotContain("queue=\"duel\"");
  }
}
