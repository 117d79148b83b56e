package dev.muster.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private final Backoff backoff =
      new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10), new Random(7));

  @ParameterizedTest
  @CsvSource({"1, 50, 100", "2, 100, 200", "4, 400, 800", "8, 5000, 10000", "1000, 5000, 10000"})
  void doublesUpToItsLongestAndTakesAtLeastHalf(int attempt, long least, long most) {
    for (int i = 0; i < 100; i++) {
      assertThat(backoff.after(attempt).toMillis()).isBetween(least, most);
    }
  }

  @Test
  void spreadsThoseWhoFailedTogether() {
    assertThat(java.util.stream.Stream.generate(() -> backoff.after(5)).limit(50).distinct())
        .hasSizeGreaterThan(40);
  }

  @Test
  void waitsAtLeastAsLongAsTheServerAsks() {
    assertThat(backoff.after(1, Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(3));
    assertThat(backoff.after(8, Duration.ofSeconds(1))).isGreaterThan(Duration.ofSeconds(1));
  }
}
