package dev.muster.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.api.v1alpha1.MatchStatus.Phase;
import dev.muster.runtime.loop.MatchFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MatchFollowerTest {
  private static final Instant NOW = Instant.parse("2026-11-20T15:10:00Z");

  private final ManualScheduler scheduler = new ManualScheduler();
  private final FakeApi api = new FakeApi();
  private final RecordingLoop loop = new RecordingLoop();
  private final List<String> failedBackfills = new ArrayList<>();
  private final MatchFollower follower =
      new MatchFollower(
          loop,
          scheduler,
          new ReleaseMarker(
              api,
              new Repeater(
                  scheduler,
                  new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), new Random(1)))),
          failedBackfills::add);
  private final MatchRecovery recovery =
      new MatchRecovery(
          loop, follower, Clock.fixed(NOW, ZoneOffset.UTC), profile -> Duration.ofMinutes(1));

  @Test
  void tellsEachStepOnce() {
    // Given
    follower.ordered(Samples.match("m1"));

    // When
    for (int i = 0; i < 3; i++) {
      follower.seen(Samples.match("m1", Phase.Pending, null));
      follower.seen(Samples.match("m1", Phase.Assigned, null));
    }
    follower.seen(Samples.completed("m1", "2026-11-20T15:09:00Z"));
    follower.seen(Samples.completed("m1", "2026-11-20T15:09:00Z"));
    follower.gone(Samples.completed("m1", "2026-11-20T15:09:00Z"));

    // Then
    assertThat(loop.commands).containsExactly("assigned m1 203.0.113.5", "ended m1");
  }

  @Test
  void tellsTheAddressOfAMatchThatEndedBeforeItWasSeenAssigned() {
    // Given
    follower.ordered(Samples.match("m1"));

    // When
    follower.seen(Samples.completed("m1", "2026-11-20T15:09:00Z"));

    // Then
    assertThat(loop.commands).containsExactly("assigned m1 203.0.113.5", "ended m1");
  }

  @Test
  void takesAMatchDeletedBeforeItWasAssignedAsAFailure() {
    // Given
    follower.ordered(Samples.match("m1"));

    // When
    follower.gone(Samples.match("m1", Phase.Starting, null));
    scheduler.run();

    // Then
    assertThat(loop.commands).containsExactly("failed m1 Deleted");
    assertThat(loop.failures.get(0).counted()).isTrue();
    assertThat(api.requests).isEmpty();
  }

  @Test
  void takesAMatchDeletedWhenItWasAssignedAsAnEnd() {
    // Given
    follower.ordered(Samples.match("m1"));

    // When
    follower.gone(Samples.match("m1", Phase.Assigned, null));

    // Then
    assertThat(loop.commands).containsExactly("assigned m1 203.0.113.5", "ended m1");
  }

  @Test
  void marksAFailedMatchOnceItsTicketsSearchAgain() {
    // Given
    follower.ordered(Samples.match("m1"));

    // When
    follower.seen(Samples.match("m1", Phase.Failed, "StartFailed"));
    follower.seen(Samples.match("m1", Phase.Failed, "StartFailed"));
    scheduler.run();

    // Then
    assertThat(loop.commands).containsExactly("failed m1 StartFailed");
    assertThat(api.requests).containsExactly("released m1");
  }

  @Test
  void marksAFailedMatchHoweverLongTheServerIsAway() {
    // Given
    follower.ordered(Samples.match("m1"));
    api.always = Reply.unreachable("connection refused");
    follower.seen(Samples.match("m1", Phase.Failed, "StartFailed"));
    scheduler.pass(Duration.ofMinutes(3));

    // When
    api.always = null;
    int before = api.requests.size();
    scheduler.pass(Duration.ofMinutes(3));

    // Then
    assertThat(api.requests).hasSize(before + 1);
  }

  @Test
  void failsAMatchThatTheServerRefused() {
    // Given
    follower.ordered(Samples.match("m1"));

    // When
    follower.refused(Samples.match("m1"), new MatchFailure("MatchRefused", "no", true));
    scheduler.run();

    // Then
    assertThat(loop.commands).containsExactly("failed m1 MatchRefused");
    assertThat(api.requests).isEmpty();
    assertThat(follower.follows("m1")).isFalse();
  }

  @Test
  void knowsWhichMatchesMustExist() {
    // Given
    follower.ordered(Samples.match("ordered"));
    follower.ordered(Samples.match("starting"));
    follower.created(Samples.match("starting"));
    follower.ordered(Samples.match("over"));
    follower.seen(Samples.match("over", Phase.Failed, "StartFailed"));

    // When, Then
    assertThat(follower.underWay()).containsExactly("starting");
  }

  @Test
  void bringsBackMatchesInEveryState() {
    // Given
    var matches =
        List.of(
            distinct(Samples.match("a-starting"), "a"),
            distinct(Samples.match("b-assigned", Phase.Assigned, null), "b"),
            distinct(Samples.match("c-failed", Phase.Failed, "StartFailed"), "c"),
            distinct(Samples.completed("d-ended", "2026-11-20T15:09:30Z"), "d"),
            distinct(Samples.completed("e-forgotten", "2026-11-20T15:08:30Z"), "e"));

    // When
    int recovered = recovery.recover(matches);
    scheduler.run();

    // Then
    assertThat(recovered).isEqualTo(4);
    assertThat(loop.commands)
        .containsExactly(
            "recover a-starting a1,a2",
            "recover b-assigned b1,b2",
            "assigned b-assigned 203.0.113.5",
            "recover d-ended d1,d2",
            "assigned d-ended 203.0.113.5",
            "ended d-ended",
            "recover c-failed c1,c2",
            "failed c-failed StartFailed");
    assertThat(api.requests).containsExactly("released c-failed");
  }

  @Test
  void leavesAFailureThatWasDealtWithAlone() {
    // Given
    var match = Samples.match("m1", Phase.Failed, "StartFailed");
    match.getMetadata().setAnnotations(Map.of("muster.dev/released", "true"));

    // When
    recovery.recover(List.of(match));
    follower.seen(match);

    // Then
    assertThat(loop.commands).isEmpty();
  }

  @Test
  void sendsNobodyBackToTheQueueFromAMatchThatWasPlayed() {
    // Given
    var match = Samples.match("m1", Phase.Completed, "Exited");

    // When
    int recovered = recovery.recover(List.of(match));

    // Then
    assertThat(recovered).isZero();
    assertThat(loop.commands).isEmpty();
  }

  @Test
  void givesAGroupToTheMatchThatItFoundAfterAFailedOne() {
    // Given
    var failed = Samples.match("a-failed", Phase.Failed, "StartFailed");
    var next = Samples.match("b-starting");

    // When
    recovery.recover(List.of(failed, next));
    scheduler.run();

    // Then
    assertThat(loop.commands.get(0)).startsWith("recover b-starting b2080c27");
    assertThat(loop.commands).filteredOn(command -> command.startsWith("recover")).hasSize(1);
    assertThat(api.requests).containsExactly("released a-failed");
  }

  @Test
  void doesNotStopAtAMatchThatCannotBeRead() {
    // Given
    var broken = Samples.match("a-broken");
    broken.setSpec(null);

    // When
    recovery.recover(List.of(broken, Samples.match("b-starting")));

    // Then
    assertThat(loop.commands).hasSize(1).first().asString().startsWith("recover b-starting");
  }

  /** The same match with group ids of its own. */
  private static dev.muster.api.v1alpha1.Match distinct(
      dev.muster.api.v1alpha1.Match match, String prefix) {
    var serialization = dev.muster.api.json.TolerantJson.serialization();
    return serialization.unmarshal(
        serialization
            .asJson(match)
            .replace("b2080c27-19a9-4dcd-97ef-6ddf8ff0aa4b", prefix + "1")
            .replace("0a5b0dd6-7a3c-4f0c-93a1-5a0e9c25d7f1", prefix + "2"),
        dev.muster.api.v1alpha1.Match.class);
  }
}
