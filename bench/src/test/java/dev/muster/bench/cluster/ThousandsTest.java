package dev.muster.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ThousandsTest {
  private static final long SECOND = 1_000_000_000;

  /** Each of these times three thousand in turn takes so many seconds; then some more are done. */
  private static long[] taking(long first, long second, long third) {
    return LongStream.concat(
            LongStream.concat(part(0, first), part(first, second)),
            LongStream.concat(
                part(first + second, third), LongStream.of((first + second + third) * SECOND)))
        .toArray();
  }

  private static LongStream part(long after, long seconds) {
    return LongStream.rangeClosed(1, 1_000)
        .map(n -> (after * 1_000 + n * seconds) * SECOND / 1_000);
  }

  @Test
  void tellsTheRateOfEachWholeThousandAndHowFarTheSlowestIsBelowTheMedian() {
    var thousands = Thousands.of(taking(2, 4, 1));
    assertThat(thousands.perSecond()).containsExactly(500.0, 250.0, 1_000.0);
    assertThat(thousands)
        .hasToString("500 250 1,000 per second; the slowest thousand 0.50 of the median");
  }

  @Test
  void lessThanAThousandHaveNoRate() {
    assertThatThrownBy(() -> Thousands.of(new long[999]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("999");
  }
}
