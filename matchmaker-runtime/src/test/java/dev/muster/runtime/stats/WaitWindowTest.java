package dev.muster.runtime.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class WaitWindowTest {
  private static final long MINUTE = 60_000;
  private static final long START = 1_000_000 * MINUTE;

  private final WaitWindow window = new WaitWindow();

  private void add(long atMillis, long waitMillis) {
    window.add(new Completion(atMillis - waitMillis, atMillis), waitMillis);
  }

  @Test
  void nobodyHasNoPercentiles() {
    assertThat(window.read(START)).isEqualTo(Waits.NONE);
  }

  @Test
  void percentilesAreThoseOfTheWaitsToOnePercent() {
    for (int i = 1; i <= 1_000; i++) {
      add(START + i, i * 100L);
    }
    var waits = window.read(START + MINUTE);
    assertThat(waits.count()).isEqualTo(1_000);
    assertThat(waits.p50Millis().getAsLong()).isCloseTo(50_000, Percentage.withPercentage(1));
    assertThat(waits.p90Millis().getAsLong()).isCloseTo(90_000, Percentage.withPercentage(1));
    assertThat(waits.p99Millis().getAsLong()).isCloseTo(99_000, Percentage.withPercentage(1));
  }

  @Test
  void waitsLeaveTheWindowMinuteByMinute() {
    for (int minute = 0; minute < 25; minute++) {
      add(START + minute * MINUTE, 1_000);
    }
    assertThat(window.read(START + 24 * MINUTE).count()).isEqualTo(10);
    assertThat(window.read(START + 30 * MINUTE).count()).isEqualTo(4);
    var none = window.read(START + 34 * MINUTE);
    assertThat(none.count()).isZero();
    assertThat(none.p50Millis()).isEmpty();
    assertThat(none.last()).hasSize(10);
  }

  @Test
  void theLastTenAreKeptTheNewestFirst() {
    for (int i = 1; i <= 12; i++) {
      add(START + i, i);
    }
    var last = window.read(START + 12).last();
    assertThat(last).hasSize(10);
    assertThat(List.of(last.get(0), last.get(9)))
        .containsExactly(new Completion(START, START + 12), new Completion(START, START + 3));
  }
}
