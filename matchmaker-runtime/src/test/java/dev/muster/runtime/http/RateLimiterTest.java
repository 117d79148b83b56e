package dev.muster.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.runtime.http.RateLimiter.Kind;
import dev.muster.runtime.http.RateLimiter.Refusal;
import dev.muster.runtime.settings.RateLimits;
import dev.muster.runtime.settings.Settings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private static final Optional<String> SOMEBODY = Optional.of("203.0.113.7");

  private long nanos;
  private RateLimits limits = RateLimits.NONE;
  private final RateLimiter limiter =
      new RateLimiter(
          () -> new Settings(List.of(), List.of(), false, List.of(), limits), () -> nanos);

  @Test
  void letsEverythingPassWithoutLimits() {
    assertThat(passed(10_000, Kind.CREATE, SOMEBODY)).isEqualTo(10_000);
  }

  @Test
  void letsOneSecondsWorthPassAtOnceAndThenWhatTheTimeBrings() {
    // Given
    limits = limits(100, null, null, null, null);
    // When // Then
    assertThat(passed(150, Kind.OTHER, SOMEBODY)).isEqualTo(100);
    after(100);
    assertThat(passed(150, Kind.READ, SOMEBODY)).isEqualTo(10);
    after(60_000);
    assertThat(passed(150, Kind.OTHER, SOMEBODY)).isEqualTo(100);
  }

  @Test
  void limitsEachKindByItself() {
    // Given
    limits = limits(null, 3, 5, 2, null);
    // When // Then
    assertThat(passed(9, Kind.CREATE, SOMEBODY)).isEqualTo(3);
    assertThat(passed(9, Kind.READ, SOMEBODY)).isEqualTo(5);
    assertThat(passed(9, Kind.BACKFILL, SOMEBODY)).isEqualTo(2);
    assertThat(passed(9, Kind.OTHER, SOMEBODY)).isEqualTo(9);
  }

  @Test
  void limitsEachClientByItselfAndNobodyWhoIsNotCounted() {
    // Given
    limits = limits(null, null, null, null, 2);
    // When // Then
    assertThat(passed(5, Kind.READ, SOMEBODY)).isEqualTo(2);
    assertThat(passed(5, Kind.CREATE, Optional.of("2001:db8::7"))).isEqualTo(2);
    assertThat(passed(5, Kind.READ, Optional.empty())).isEqualTo(5);
    after(500);
    assertThat(passed(5, Kind.READ, SOMEBODY)).isEqualTo(1);
  }

  @Test
  void aClientBeyondItsLimitCostsTheOthersNothing() {
    // Given
    limits = limits(10, null, null, null, 2);
    // When
    passed(1_000, Kind.READ, SOMEBODY);
    // Then
    assertThat(passed(20, Kind.READ, Optional.empty())).isEqualTo(8);
  }

  @Test
  void namesTheLimitAndWhenToComeAgainInWholeSeconds() {
    // Given
    limits = limits(null, 1, null, null, null);
    // When
    limiter.count(Kind.CREATE, SOMEBODY);
    // Then
    assertThat(limiter.count(Kind.CREATE, SOMEBODY))
        .contains(new Refusal("createsPerSecond", 1, 1));
  }

  @Test
  void followsTheLimitsAsTheyChange() {
    // Given
    limits = limits(1, null, null, null, null);
    assertThat(passed(5, Kind.READ, SOMEBODY)).isEqualTo(1);
    // When // Then
    limits = limits(3, null, null, null, null);
    assertThat(passed(5, Kind.READ, SOMEBODY)).isEqualTo(3);
    limits = RateLimits.NONE;
    assertThat(passed(5, Kind.READ, SOMEBODY)).isEqualTo(5);
  }

  @Test
  void keepsNoMoreClientsThanItMay() {
    // Given
    limits = limits(null, null, null, null, 2);
    // When
    for (int i = 0; i < RateLimiter.MOST_CLIENTS + 20_000; i++) {
      limiter.count(Kind.READ, Optional.of("client " + i));
    }
    // Then
    assertThat(limiter.clients()).isPositive().isLessThanOrEqualTo(RateLimiter.MOST_CLIENTS);
    after(10_000);
    assertThat(limiter.clients()).isZero();
  }

  private void after(long millis) {
    nanos += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private long passed(int requests, Kind kind, Optional<String> client) {
    return IntStream.range(0, requests).filter(i -> limiter.count(kind, client).isEmpty()).count();
  }

  private static RateLimits limits(
      Integer requests, Integer creates, Integer reads, Integer backfills, Integer perClient) {
    return new RateLimits(
        Optional.ofNullable(requests),
        Optional.ofNullable(creates),
        Optional.ofNullable(reads),
        Optional.ofNullable(backfills),
        Optional.ofNullable(perClient));
  }
}
