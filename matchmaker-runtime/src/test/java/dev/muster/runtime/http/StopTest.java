package dev.muster.runtime.http;

import static dev.muster.runtime.TestRuntime.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.loop.Queues;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class StopTest {
  private static final String DUEL = "{\"profile\":\"duel\",\"attributes\":{}}";

  private static Object waitFor(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
      return null;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void letsARequestThatHasBegunFinish() throws Exception {
    try (var server = new TestServer()) {
      // Given: a request that waits for the loop
      var busy = new CountDownLatch(1);
      var go = new CountDownLatch(1);
      server.runtime.loop.ask(
          (Queues queues) -> {
            busy.countDown();
            return waitFor(go);
          });
      waitFor(busy); // else both might be taken out of the inbox together
      var answer = CompletableFuture.supplyAsync(() -> server.post("/tickets", DUEL));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> server.runtime.loop.inboxDepth() == 1);

      // When
      server.health.stopping();
      var stopped = server.server.stop(30_000);

      // Then
      assertThat(server.manage("/health/ready").status()).isEqualTo(503);
      go.countDown();
      assertThat(answer.get(30, TimeUnit.SECONDS).status()).isEqualTo(201);
      stopped.await();
      await(server.runtime.loop.stop());
      assertThatThrownBy(() -> server.get("/monitor")).isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void asksToComeBackOnceTheLoopHasStopped() {
    try (var server = new TestServer()) {
      await(server.runtime.loop.stop());

      var answer = server.post("/tickets", DUEL);

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isEqualTo("1");
    }
  }
}
