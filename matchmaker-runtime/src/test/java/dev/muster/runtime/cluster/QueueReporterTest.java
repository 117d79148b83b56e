package dev.muster.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.api.v1alpha1.QueueStatus;
import dev.muster.api.v1alpha1.RuleRefusals;
import dev.muster.engine.RefusalShare;
import dev.muster.engine.Standing;
import dev.muster.engine.profile.Periods;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.profile.RuleAttributes;
import dev.muster.engine.profile.RuleDefinition;
import dev.muster.engine.profile.RuleType;
import dev.muster.runtime.loop.QueueRevision;
import dev.muster.runtime.loop.QueueStanding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueueReporterTest {
  private final ManualScheduler scheduler = new ManualScheduler();
  private final FakeApi api = new FakeApi();
  private final RecordingLoop loop = new RecordingLoop();
  private final QueueReporter reporter =
      new QueueReporter(
          api,
          scheduler,
          new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), new Random(1)),
          loop::standings);

  @BeforeEach
  void startWithAnEmptyQueue() {
    stand("ranked-1", 0);
    reporter.start();
    scheduler.run();
  }

  @Test
  void writesTheFirstTimeAtOnce() {
    assertThat(api.requests).containsExactly("queue ranked ranked-1 0");
    assertThat(api.queues.get("ranked")).isEqualTo(new QueueStatus("ranked-1", 0, null, null));
  }

  @Test
  void saysSinceWhenTheLongestWaitingGroupSearches() {
    // Given
    long since = Instant.parse("2026-11-20T15:04:05.123Z").toEpochMilli();
    loop.standings.put(
        "ranked",
        new QueueStanding(revision("ranked-1"), new Standing(3, 2, 0, OptionalLong.of(since))));

    // When
    scheduler.pass(Duration.ofSeconds(6));

    // Then
    assertThat(api.queues.get("ranked"))
        .isEqualTo(new QueueStatus("ranked-1", 3, "2026-11-20T15:04:05.1230000Z", null));
  }

  @Test
  void saysWhichRulesRefuseMostAndDoesNotWriteSmallChanges() {
    // Given
    refuse(new RefusalShare("beacons", 160, 496), new RefusalShare("elo", 400, 496));

    // When
    scheduler.pass(Duration.ofSeconds(6));
    refuse(new RefusalShare("beacons", 150, 496), new RefusalShare("elo", 390, 496));
    scheduler.pass(Duration.ofMinutes(1));

    // Then
    assertThat(api.requests).hasSize(2);
    assertThat(api.queues.get("ranked").refusals())
        .containsExactly(new RuleRefusals("elo", 80), new RuleRefusals("beacons", 30));
  }

  @Test
  void leavesOutRulesThatRefuseHardlyAnybody() {
    refuse(new RefusalShare("beacons", 10, 496), new RefusalShare("elo", 0, 496));

    scheduler.pass(Duration.ofSeconds(6));

    assertThat(api.queues.get("ranked").refusals()).isNull();
  }

  private void refuse(RefusalShare... shares) {
    loop.standings.put(
        "ranked",
        new QueueStanding(
            revision("ranked-1"), new Standing(40, 40, 0, OptionalLong.empty()), List.of(shares)));
  }

  @Test
  void writesNothingWhileNothingChanges() {
    scheduler.pass(Duration.ofMinutes(10));

    assertThat(api.requests).hasSize(1);
  }

  @Test
  void writesAtMostEveryFiveSeconds() {
    for (int i = 1; i <= 600; i++) {
      stand("ranked-1", i);
      scheduler.pass(Duration.ofMillis(100));
    }

    assertThat(api.requests).hasSizeBetween(11, 13);
  }

  @Test
  void writesANewRevisionAtOnce() {
    // Given
    stand("ranked-2", 0);

    // When
    reporter.look();

    // Then
    assertThat(api.requests).last().isEqualTo("queue ranked ranked-2 0");
  }

  @Test
  void triesAgainEverLessOftenWhileItCannotWrite() {
    // Given
    api.always = FakeApi.refusal(503);
    stand("ranked-2", 0);

    // When
    scheduler.pass(Duration.ofMinutes(1));

    // Then
    assertThat(api.requests).hasSizeBetween(10, 30);
    api.always = null;
    scheduler.pass(Duration.ofSeconds(6));
    assertThat(api.queues.get("ranked").revision()).isEqualTo("ranked-2");
  }

  @Test
  void writesAgainWhatSomebodyElseRemoved() {
    // When
    reporter.seen("ranked", null);
    reporter.look();

    // Then
    assertThat(api.requests).hasSize(2);
  }

  @Test
  void keepsQuietWhenItSeesWhatItWrote() {
    // When
    reporter.seen("ranked", new QueueStatus("ranked-1", 0, null, null));
    reporter.look();

    // Then
    assertThat(api.requests).hasSize(1);
  }

  @Test
  void writesNothingForAProfileThatIsNoLongerServed() {
    // Given
    loop.standings.clear();
    reporter.look();

    // When
    stand("ranked-1", 0);
    reporter.look();

    // Then
    assertThat(api.requests).hasSize(2);
  }

  private void stand(String revision, int tickets) {
    loop.standings.put(
        "ranked",
        new QueueStanding(
            revision(revision), new Standing(tickets, tickets, 0, OptionalLong.empty())));
  }

  private static QueueRevision revision(String name) {
    var size = new RuleAttributes(1, 2, 2, null, null, null, null);
    return new QueueRevision(
        "ranked",
        name,
        Profile.of(
            "Ranked",
            new Periods(300_000, 60_000, 300_000),
            false,
            Map.of("match_size", new RuleDefinition(RuleType.PLAYER_COUNT, size)),
            List.of()));
  }
}
