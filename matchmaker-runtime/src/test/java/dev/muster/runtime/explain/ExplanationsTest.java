package dev.muster.runtime.explain;

import static dev.muster.runtime.TestRuntime.await;
import static dev.muster.runtime.TestRuntime.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.TestRuntime;
import dev.muster.runtime.group.Outcome;
import dev.muster.runtime.loop.Overloaded;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExplanationsTest {
  private static final int MOST = 8;

  @Test
  void asksTheLoopForNoMoreCopiesThanMayWait() throws Exception {
    try (var runtime = TestRuntime.started()) {
      // Given
      var waiting = runtime.queueForDuel();
      var busy = new CountDownLatch(1);
      var free = new CountDownLatch(1);
      var held = runtime.loop.ask(queues -> hold(busy, free));
      busy.await();

      // When
      var asked =
          IntStream.range(0, MOST)
              .mapToObj(i -> runtime.explanations.of(waiting).toCompletableFuture())
              .toList();

      // Then
      assertThat(runtime.loop.inboxDepth()).isEqualTo(MOST);
      assertRefused(runtime.explanations.of(waiting));
      assertRefused(runtime.explanations.of("nobody"));
      assertThat(runtime.loop.inboxDepth()).isEqualTo(MOST);

      // When
      free.countDown();
      await(held);
      await(CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)));

      // Then
      assertThat(asked)
          .allSatisfy(answer -> assertThat(answer.join()).isInstanceOf(Outcome.Done.class));
      for (int i = 0; i < 2 * MOST; i++) {
        done(runtime.explanations.of(waiting));
      }
    }
  }

  private static boolean hold(CountDownLatch busy, CountDownLatch free) {
    busy.countDown();
    try {
      free.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  private static void assertRefused(CompletionStage<?> answer) {
    assertThat(answer.toCompletableFuture()).isCompletedExceptionally();
    assertThatThrownBy(answer.toCompletableFuture()::join).hasCauseInstanceOf(Overloaded.class);
  }
}
