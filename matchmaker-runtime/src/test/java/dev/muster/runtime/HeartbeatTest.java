package dev.muster.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.engine.indexed.IndexedMatchmaking;
import dev.muster.runtime.group.FormingGroups;
import dev.muster.runtime.loop.Loop;
import dev.muster.runtime.loop.LoopObserver;
import dev.muster.runtime.loop.Queues;
import dev.muster.runtime.store.InMemoryTicketStore;
import dev.muster.runtime.ticket.SecureIds;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
  private final AtomicLong nowMillis = new AtomicLong();
  private final CountDownLatch hang = new CountDownLatch(1);
  private final Loop loop = loop();
  private final Heartbeat heartbeat = new Heartbeat(loop, nowMillis::get);

  @AfterEach
  void stop() {
    hang.countDown();
    loop.stop().toCompletableFuture().join();
  }

  @Test
  void livesWhileTheLoopAnswers() {
    // Given
    loop.start();
    heartbeat.beat();
    await().until(() -> isAliveMuchLater());

    // When
    heartbeat.beat();

    // Then
    await().until(() -> isAliveMuchLater());
  }

  @Test
  void isDeadWhenTheLoopHangs() {
    // Given
    loop.start();
    var unused = loop.ask(queues -> awaitHanging());

    // When
    heartbeat.beat();
    nowMillis.addAndGet(Heartbeat.DEAD_AFTER_MILLIS - 1);
    assertThat(heartbeat.isAlive()).isTrue();
    nowMillis.addAndGet(1);

    // Then
    assertThat(heartbeat.isAlive()).isFalse();
  }

  @Test
  void isDeadWhenTheLoopHasEnded() {
    // Given
    loop.start();
    loop.stop().toCompletableFuture().join();

    // When
    heartbeat.beat();
    nowMillis.addAndGet(Heartbeat.DEAD_AFTER_MILLIS);

    // Then
    assertThat(heartbeat.isAlive()).isFalse();
  }

  /** Lets more time pass than any answer may take. */
  private boolean isAliveMuchLater() {
    nowMillis.addAndGet(Duration.ofHours(1).toMillis());
    return heartbeat.isAlive();
  }

  private boolean awaitHanging() {
    try {
      hang.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Loop loop() {
    var store = new InMemoryTicketStore(10);
    return new Loop(
        new Queues(
            (profile, beacons) -> new IndexedMatchmaking(profile, beacons, 10),
            store,
            match -> {},
            new FormingGroups(store, 10),
            new SecureIds(),
            LoopObserver.NONE),
        () -> 0,
        10);
  }
}
