package dev.muster.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.api.v1alpha1.Match;
import dev.muster.runtime.loop.MatchFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatchWriterTest {
  private final ManualScheduler scheduler = new ManualScheduler();
  private final FakeApi api = new FakeApi();
  private final List<String> results = new ArrayList<>();
  private final MatchWriter writer =
      new MatchWriter(
          api,
          scheduler,
          new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10), new Random(1)),
          new MatchWriter.Results() {
            @Override
            public void created(Match match) {
              results.add("created " + match.getMetadata().getName());
            }

            @Override
            public void refused(Match match, MatchFailure failure) {
              results.add("refused " + match.getMetadata().getName() + " " + failure.message());
            }
          });

  @Test
  void createsAMatchAtOnce() {
    write("m1");

    assertThat(api.matches).containsOnlyKeys("m1");
    assertThat(results).containsExactly("created m1");
    assertThat(writer.pending()).isZero();
  }

  @Test
  void keepsMatchesUntilTheServerIsBack() {
    // Given
    api.always = Reply.unreachable("connection refused");
    write("m1", "m2", "m3");
    scheduler.pass(Duration.ofMinutes(5));
    assertThat(results).isEmpty();
    assertThat(writer.pending()).isEqualTo(3);

    // When
    api.always = null;
    scheduler.pass(Duration.ofSeconds(10));

    // Then
    assertThat(results).containsExactlyInAnyOrder("created m1", "created m2", "created m3");
    assertThat(writer.pending()).isZero();
  }

  @Test
  void doesNotStormAServerThatIsAway() {
    // Given
    api.always = FakeApi.refusal(503);
    for (int i = 0; i < 1_000; i++) {
      writer.add(Samples.match("m" + i));
    }

    // When
    scheduler.pass(Duration.ofMinutes(5));

    // Then
    assertThat(api.requests).hasSizeBetween(30, 80);
  }

  @Test
  void waitsAsLongAsTheServerAsks() {
    // Given
    api.always = new Reply(429, "slow down", Duration.ofSeconds(20));
    write("m1");

    // When
    scheduler.pass(Duration.ofSeconds(19));

    // Then
    assertThat(api.requests).hasSize(1);
    scheduler.pass(Duration.ofSeconds(1));
    assertThat(api.requests).hasSize(2);
  }

  @Test
  void takesAMatchThatExistsAsItsOwnWhenItsAnswerWasLost() {
    // Given
    api.losesAnswers = true;
    write("m1");
    assertThat(results).isEmpty();

    // When
    api.losesAnswers = false;
    scheduler.pass(Duration.ofSeconds(1));

    // Then
    assertThat(results).containsExactly("created m1");
    assertThat(api.requests).containsExactly("create m1", "create m1", "match m1");
  }

  @Test
  void doesNotTakeSomebodyElsesMatchForItsOwn() {
    // Given
    var other = Samples.match("m1");
    var json = dev.muster.api.json.TolerantJson.serialization();
    api.matches.put(
        "m1", json.unmarshal(json.asJson(other).replace("05.1234567Z", "06.0Z"), Match.class));

    // When
    write("m1");
    scheduler.pass(Duration.ofMinutes(5));

    // Then
    assertThat(results).hasSize(1).first().asString().startsWith("refused m1");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422})
  void givesUpAtOnceOnWhatCanNeverWork(int code) {
    // Given
    api.always = FakeApi.refusal(code);

    // When
    write("m1");

    // Then
    assertThat(results)
        .containsExactly("refused m1 the cluster refused the match (HTTP " + code + ")");
    assertThat(api.requests).hasSize(1);
    assertThat(writer.pending()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void givesWhatMayYetWorkTimeButNotForEver(int code) {
    // Given
    api.always = FakeApi.refusal(code);
    write("m1");
    scheduler.pass(Duration.ofSeconds(3));
    assertThat(results).isEmpty();

    // When
    scheduler.pass(Duration.ofMinutes(2));

    // Then
    assertThat(results).hasSize(1).first().asString().startsWith("refused m1");
    assertThat(api.requests).hasSize(MatchWriter.MOST_REFUSALS);
  }

  @Test
  void letsNoRefusedMatchHoldUpTheOthers() {
    // Given
    api.always = FakeApi.refusal(403);
    write("m1");

    // When
    api.always = null;
    write("m2");

    // Then
    assertThat(results).containsExactly("created m2");
    scheduler.pass(Duration.ofSeconds(1));
    assertThat(results).containsExactly("created m2", "created m1");
  }

  @Test
  void hasNoMoreRequestsUnderWayThanItMay() {
    // Given
    api.leavesOpen = true;

    // When
    for (int i = 0; i < 20; i++) {
      write("m" + i);
    }

    // Then
    assertThat(api.open).hasSize(MatchWriter.MOST_IN_FLIGHT);
    api.open.remove(0).run();
    scheduler.run();
    assertThat(api.requests).hasSize(MatchWriter.MOST_IN_FLIGHT + 1);
    assertThat(results).containsExactly("created m0");
  }

  @Test
  void failsMatchesBeyondItsLimitLater() {
    // Given
    api.always = Reply.unreachable("connection refused");
    var match = Samples.match("m");
    for (int i = 0; i < MatchWriter.MOST_WAITING; i++) {
      writer.add(match);
    }

    // When
    write("one-too-many");

    // Then
    assertThat(results).isEmpty();
    scheduler.pass(Duration.ofSeconds(10));
    assertThat(results).hasSize(1).first().asString().startsWith("refused one-too-many");
    assertThat(writer.pending()).isEqualTo(MatchWriter.MOST_WAITING);
  }

  private void write(String... names) {
    for (var name : names) {
      writer.add(Samples.match(name));
    }
    scheduler.run();
  }
}
