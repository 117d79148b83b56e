package dev.muster.operator.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchStatus.Phase;
import dev.muster.operator.objects.Times;
import dev.muster.operator.testing.Fixtures;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartGateTest {
  private Instant now = Fixtures.NOW;
  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return now;
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }
      };
  private final FakeSights sights = new FakeSights();
  private StartGate gate = new StartGate(sights, clock);

  private static StartLimits limits(Integer maxRunning, Integer perSecond) {
    return new StartLimits(Optional.ofNullable(maxRunning), Optional.ofNullable(perSecond));
  }

  private Match made(String name, int secondsAgo) {
    return sights.made(name, Fixtures.NOW.minusSeconds(secondsAgo));
  }

  private Turn asks(Match match) {
    return gate.admit(match, MatchView.attempt(match) + 1, sights.limits);
  }

  private static Reason reason(Turn turn) {
    return turn instanceof Turn.Wait wait ? wait.reason() : null;
  }

  @Test
  void withoutLimitsEverybodyGoes() {
    for (int i = 0; i < 100; i++) {
      assertThat(asks(made("m" + i, 1))).isEqualTo(new Turn.Go(now));
    }
  }

  @Test
  void noMoreThanMayRunThoughTheCacheShowsNothingOfIt() {
    // Given
    sights.limits = limits(2, null);
    var first = made("a", 30);
    var second = made("b", 20);
    var third = made("c", 10);
    // When
    var turns = List.of(asks(first), asks(second), asks(third));
    // Then
    assertThat(turns)
        .extracting(StartGateTest::reason)
        .containsExactly(null, null, Reason.MaxRunningMatches);
    assertThat(((Turn.Wait) turns.get(2)).message())
        .isEqualTo(
            "Waits for room: 2 matches of Matchmaker arena have a server or get one, at most 2 may"
                + " (maxRunningMatches); the oldest goes first");
    assertThat(reason(gate.look(third))).isEqualTo(Reason.MaxRunningMatches);
    assertThat(asks(first)).as("a match that was let through").isInstanceOf(Turn.Go.class);
  }

  @Test
  void theOldestGoesFirst() {
    // Given
    sights.limits = limits(1, null);
    var young = made("a", 10);
    var old = made("b", 20);
    // Then
    assertThat(reason(asks(young))).isEqualTo(Reason.MaxRunningMatches);
    assertThat(gate.next(FakeSights.ARENA)).containsExactly(old);
    assertThat(reason(asks(old))).isNull();
    assertThat(gate.next(FakeSights.ARENA)).isEmpty();
  }

  @Test
  void aMatchThatCannotStartAnywayHoldsNobodyUp() {
    // Given
    sights.limits = limits(1, null);
    var plan =
        Views.start().of(made("a", 60)).withoutHome(Reason.SecretMissing, "no Secret").plan();
    var old = FakeSights.match("a", Fixtures.NOW.minusSeconds(60));
    old.setStatus(plan.status());
    sights.cache.put("a", old);
    // Then
    assertThat(reason(asks(made("b", 10)))).isNull();
  }

  @Test
  void thereIsRoomWhenAMatchIsOver() {
    // Given
    sights.limits = limits(1, null);
    asks(made("a", 20));
    var second = made("b", 10);
    assertThat(reason(asks(second))).isEqualTo(Reason.MaxRunningMatches);
    // When
    gate.ended(sights.write("a", Phase.Completed, 1, now));
    // Then
    assertThat(gate.next(FakeSights.ARENA)).containsExactly(second);
    assertThat(reason(asks(second))).isNull();
  }

  @Test
  void aMatchThatIsOverHoldsItsPlaceWhileItsPodLives() {
    // Given
    sights.limits = limits(1, null);
    var pod = Views.start().carriedOut().pod(Views.READY).view().pods().get(0);
    var over = pod.getMetadata().getLabels().get("muster.dev/match");
    made(over, 20);
    sights.write(over, Phase.Completed, 1, now);
    sights.show(over);
    sights.pods.add(pod);
    var second = made("b", 10);
    // Then
    assertThat(reason(asks(second))).isEqualTo(Reason.MaxRunningMatches);
    // When
    pod.setStatus(Fixtures.as(PodStatus.class, (ObjectNode) Fixtures.value(Views.failed(0))));
    // Then
    assertThat(reason(asks(second))).isNull();
  }

  @Test
  void aNewGateLooksPastACacheThatIsBehindTheTimes() {
    // Given an operator that let a match through and died
    sights.limits = limits(1, null);
    made("a", 10);
    sights.write("a", Phase.Pending, 1, now);
    gate = new StartGate(sights, clock);
    // Then
    assertThat(reason(asks(made("b", 20)))).isEqualTo(Reason.MaxRunningMatches);
  }

  @Test
  void aDeletedMatchMakesRoomAMomentLater() {
    // Given
    sights.limits = limits(1, null);
    asks(made("a", 20));
    sights.truth.remove("a");
    sights.show("a");
    var second = made("b", 10);
    assertThat(reason(asks(second))).isEqualTo(Reason.MaxRunningMatches);
    // When
    now = now.plusSeconds(11);
    // Then
    assertThat(reason(asks(second))).isNull();
  }

  @Test
  void aChangedLimitHoldsAtOnce() {
    // Given
    asks(made("a", 30));
    var second = made("b", 20);
    var third = made("c", 10);
    // When
    sights.limits = limits(1, null);
    // Then
    assertThat(reason(asks(second))).isEqualTo(Reason.MaxRunningMatches);
    // When
    sights.limits = limits(2, null);
    // Then
    assertThat(reason(asks(second))).isNull();
    // When
    sights.limits = limits(0, null);
    assertThat(reason(asks(third))).isEqualTo(Reason.MaxRunningMatches);
    // When
    sights.limits = StartLimits.NONE;
    assertThat(reason(asks(third))).isNull();
  }

  @Test
  void noMoreThanMayStartInAnySecond() {
    // Given
    sights.limits = limits(null, 2);
    assertThat(reason(asks(made("a", 40)))).isNull();
    now = now.plusMillis(600);
    assertThat(reason(asks(made("b", 30)))).isNull();
    var third = made("c", 20);
    var fourth = made("d", 10);
    // When
    var waits = (Turn.Wait) asks(third);
    // Then
    assertThat(waits.reason()).isEqualTo(Reason.MaxStartsPerSecond);
    assertThat(waits.message())
        .isEqualTo(
            "Waits its turn: Matchmaker arena starts at most 2 servers in a second"
                + " (maxStartsPerSecond)");
    assertThat(waits.again()).isEqualTo(Duration.ofMillis(401));
    assertThat(((Turn.Wait) gate.look(fourth)).again()).isEqualTo(Duration.ofMillis(1001));
    // When
    now = now.plus(waits.again());
    // Then
    assertThat(reason(asks(fourth))).as("the oldest first").isEqualTo(Reason.MaxStartsPerSecond);
    assertThat(reason(asks(third))).isNull();
    assertThat(reason(asks(fourth))).isEqualTo(Reason.MaxStartsPerSecond);
  }

  @Test
  void aRetryHasItsPlaceButIsAStart() {
    // Given
    sights.limits = limits(1, 1);
    made("a", 20);
    asks(sights.truth.get("a"));
    var retry = sights.write("a", Phase.Pending, 1, now);
    sights.show("a");
    // Then
    assertThat(reason(asks(retry))).isEqualTo(Reason.MaxStartsPerSecond);
    // When
    now = now.plusSeconds(1);
    // Then
    assertThat(reason(asks(retry))).isNull();
  }

  @Test
  void whoFillsABackfillTakesNoPlace() {
    // Given
    sights.limits = limits(1, null);
    var json = Fixtures.json("match");
    ((ObjectNode) json.get("spec")).put("backfill", "seat");
    var filling = Fixtures.as(Match.class, json);
    filling.setStatus(
        sights.write(made("x", 1).getMetadata().getName(), Phase.Assigned, 1, now).getStatus());
    sights.truth.clear();
    sights.cache.clear();
    sights.cache.put("filling", filling);
    // Then
    assertThat(reason(asks(made("b", 10)))).isNull();
    assertThat(gate.look(filling)).isInstanceOf(Turn.Go.class);
  }

  @Test
  void holdsHoweverManyAskAtOnce() throws Exception {
    // Given
    sights.limits = limits(7, null);
    var matches = new ArrayList<Match>();
    for (int i = 0; i < 200; i++) {
      matches.add(made("m" + i, 1000 - i));
    }
    var asking = new ArrayList<Callable<Turn>>();
    for (int round = 0; round < 3; round++) {
      matches.forEach(match -> asking.add(() -> asks(match)));
    }
    Collections.shuffle(asking, new Random(7));
    var threads = Executors.newFixedThreadPool(16);
    // When
    for (var turn : threads.invokeAll(asking)) {
      turn.get();
    }
    threads.shutdown();
    // Then
    assertThat(matches.stream().filter(match -> asks(match) instanceof Turn.Go))
        .extracting(match -> match.getMetadata().getName())
        .containsExactly("m0", "m1", "m2", "m3", "m4", "m5", "m6");
  }

  /** Matches come, start, end and go, the cache lags, the operator dies, the limits change. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theLimitsHoldThroughout(long seed) {
    var random = new Random(seed);
    var starts = new ArrayList<Instant>();
    int made = 0;
    sights.limits = limits(3, 2);
    for (int step = 0; step < 2_000; step++) {
      now = now.plusMillis(random.nextInt(120));
      var names = sights.truth.keySet().stream().sorted().toList();
      var one = names.isEmpty() ? "" : names.get(random.nextInt(names.size()));
      switch (random.nextInt(12)) {
        case 0 -> sights.made("m%05d".formatted(made++), now);
        case 1, 2, 3, 4, 5 -> start(one, starts);
        case 6 -> end(one);
        case 7, 8, 9 -> sights.show(one);
        case 10 -> {
          if (random.nextInt(20) == 0) {
            gate = new StartGate(sights, clock);
          }
        }
        default -> {}
      }
      assertThat(sights.truth.values().stream().filter(StartLine::holdsPlace).count())
          .as("seed %d, step %d", seed, step)
          .isLessThanOrEqualTo(3);
      for (int i = 2; i < starts.size(); i++) {
        assertThat(Duration.between(starts.get(i - 2), starts.get(i)))
            .isGreaterThanOrEqualTo(StartLine.PERIOD);
      }
      if (starts.size() > 10) {
        starts.remove(0);
      }
    }
    // Then everybody gets a server in the end
    for (int round = 0; round < made; round++) {
      now = now.plusSeconds(2);
      sights.truth.keySet().forEach(sights::show);
      sights.truth.keySet().stream().sorted().forEach(name -> start(name, starts));
      sights.truth.keySet().forEach(this::end);
    }
    assertThat(sights.truth.values()).allMatch(MatchView::hasEnded);
    assertThat(made).isGreaterThan(100);
  }

  private void start(String name, List<Instant> starts) {
    var match = sights.cache.get(name);
    if (match != null
        && MatchView.attempt(match) == 0
        && asks(match) instanceof Turn.Go go
        && MatchView.attempt(sights.truth.get(name)) == 0) {
      sights.write(name, Phase.Pending, 1, go.at());
      starts.add(go.at());
    }
  }

  private void end(String name) {
    var match = sights.truth.get(name);
    if (match != null && StartLine.holdsPlace(match)) {
      gate.ended(
          sights.write(
              name,
              Phase.Completed,
              1,
              Times.parse(match.getStatus().attemptedAt()).orElseThrow()));
    }
  }
}
