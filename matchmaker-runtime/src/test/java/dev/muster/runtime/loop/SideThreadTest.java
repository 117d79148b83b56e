package dev.muster.runtime.loop;

import static dev.muster.runtime.TestRuntime.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SideThreadTest {
  private final SideThread side = new SideThread("side", 2);
  private final CountDownLatch free = new CountDownLatch(1);
  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();

  @AfterEach
  void end() {
    free.countDown();
    side.close();
  }

  private CompletionStage<String> ask() {
    return side.work(
        () -> {
          mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
          try {
            free.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          atOnce.decrementAndGet();
          return Thread.currentThread().getName();
        });
  }

  @Test
  void doesOneThingAfterTheOtherAndLetsFewWait() {
    var asked = IntStream.range(0, 3).mapToObj(i -> ask()).toList();

    var tooMuch = ask().toCompletableFuture();

    assertThat(tooMuch).isCompletedExceptionally();
    assertThatThrownBy(tooMuch::join).hasCauseInstanceOf(Overloaded.class);
    free.countDown();
    assertThat(asked).allSatisfy(answer -> assertThat(await(answer)).isEqualTo("side"));
    assertThat(mostAtOnce).hasValue(1);
    assertThat(await(ask())).isEqualTo("side");
  }

  @Test
  void takesNothingMoreOnceItIsClosed() {
    side.close();

    assertThat(ask().toCompletableFuture()).isCompletedExceptionally();
  }
}
