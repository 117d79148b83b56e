package dev.muster.runtime.loop;

import static dev.muster.runtime.TestRuntime.await;
import static dev.muster.runtime.TestRuntime.duel;
import static dev.muster.runtime.TestRuntime.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muster.runtime.TestRuntime;
import dev.muster.runtime.group.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LoopTest {
  private static CompletableFuture<?> future(CompletionStage<?> stage) {
    return stage.toCompletableFuture();
  }

  @Test
  void refusesAtOnceWhenTheInboxIsFull() {
    // Given
    var runtime = new TestRuntime(10, 10, 2); // not started: nobody empties the inbox
    runtime.loop.ask(queues -> 1);
    runtime.loop.ask(queues -> 2);

    // When
    var third = runtime.loop.ask(queues -> 3);

    // Then
    assertThat(runtime.loop.inboxDepth()).isEqualTo(2);
    assertThatThrownBy(() -> future(third).join()).hasCauseInstanceOf(Overloaded.class);
    runtime.close();
  }

  @Test
  void letsTheClusterWaitForRoomInTheInbox() {
    // Given
    var runtime = new TestRuntime(10, 10, 1);
    var before = runtime.loop.ask(queues -> 1);
    var answer = new AtomicReference<CompletionStage<Void>>();
    var cluster =
        new Thread(() -> answer.set(runtime.loop.serve(new QueueRevision("duel", "1", duel()))));
    cluster.start();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> cluster.getState() == Thread.State.TIMED_WAITING);

    // When
    runtime.loop.start();

    // Then
    Integer one = await(before);
    assertThat(one).isEqualTo(1);
    await().atMost(Duration.ofSeconds(30)).until(() -> answer.get() != null);
    await(answer.get());
    runtime.settle();
    assertThat(runtime.loop.standings()).containsOnlyKeys("duel");
    runtime.close();
  }

  @Test
  void answersWithWhatAQuestionThrowsAndGoesOn() {
    try (var runtime = TestRuntime.started()) {
      // When
      var failing =
          runtime.loop.ask(
              queues -> {
                throw new IllegalArgumentException("no");
              });

      // Then
      assertThatThrownBy(() -> future(failing).join())
          .hasCauseInstanceOf(IllegalArgumentException.class);
      Integer seven = await(runtime.loop.ask(queues -> 7));
      assertThat(seven).isEqualTo(7);
    }
  }

  @Test
  void finishesWhatWaitsWhenItIsStopped() {
    // Given
    var runtime = TestRuntime.started();
    var answers = new ArrayList<CompletionStage<?>>();
    for (int i = 0; i < 500; i++) {
      answers.add(runtime.tickets.create(request("duel", "{}")));
    }

    // When
    await(runtime.loop.stop());

    // Then
    assertThat(answers)
        .allSatisfy(a -> assertThat(future(a).join()).isInstanceOf(Outcome.Done.class));
    assertThat(runtime.matches).hasSize(250);
    assertThat(runtime.loop.isRunning()).isFalse();
  }

  @Test
  void refusesCommandsOnceItIsStopped() {
    // Given
    var runtime = TestRuntime.started();
    await(runtime.loop.stop());

    // When
    var asked = runtime.loop.ask(queues -> 1);
    var told = runtime.loop.close("duel", "its profile was deleted");

    // Then
    assertThatThrownBy(() -> future(asked).join()).hasCauseInstanceOf(LoopStopped.class);
    assertThatThrownBy(() -> future(told).join()).hasCauseInstanceOf(LoopStopped.class);
  }

  @Test
  void answersEveryCommandThatRacesWithItsEnd() throws Exception {
    for (int round = 0; round < 50; round++) {
      // Given
      var runtime = TestRuntime.started();
      var answers = new ArrayList<CompletionStage<Integer>>();
      var asking =
          new Thread(
              () -> {
                for (int i = 0; i < 200; i++) {
                  answers.add(runtime.loop.ask(queues -> 1));
                }
              });

      // When
      asking.start();
      await(runtime.loop.stop());
      asking.join();

      // Then
      assertThat(answers)
          .allSatisfy(
              a ->
                  assertThat(
                          future(a)
                              .handle((one, e) -> true)
                              .get(30, java.util.concurrent.TimeUnit.SECONDS))
                      .isTrue());
    }
  }

  @Test
  void actsWhenSomethingIsDueWithoutBeingAsked() {
    try (var runtime = TestRuntime.started()) {
      // Given
      var id = runtime.queueForDuel();

      // When
      runtime.clock.addAndGet(300_000);

      // Then
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(runtime.store.get(id).orElseThrow().group().state().cancellation())
                      .isPresent());
    }
  }
}
