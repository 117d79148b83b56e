package dev.muster.engine.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MillionthsTest {
  @ParameterizedTest(name = "{0} is {1} millionths")
  @CsvSource({
    "0, 0",
    "1, 1000000",
    "-1.5, -1500000",
    "0.0000005, 0",
    "0.0000015, 2",
    "0.0000025, 2",
    "0.00000250001, 3",
    "-0.0000015, -2",
    "1e-30, 0",
    "1E-2000000000, 0",
    "0E+2000000000, 0",
    "100000000, 100000000000000",
    "-100000000.000000, -100000000000000",
    "1e8, 100000000000000",
  })
  void roundsHalfEvenOnce(BigDecimal number, long millionths) {
    assertThat(Millionths.accepts(number)).isTrue();
    assertThat(Millionths.of(number)).isEqualTo(millionths);
  }

  @ParameterizedTest
  @CsvSource({"100000000.0000001", "-100000001", "1e9", "1E+2000000000", "-1E+2000000000"})
  void refusesNumbersBeyondTheRangeWithoutWritingThemOut(BigDecimal number) {
    assertThat(Millionths.accepts(number)).isFalse();
    assertThatThrownBy(() -> Millionths.of(number))
        .hasMessage("a number between -100000000 and 100000000 was expected");
  }

  @ParameterizedTest(name = "{0} over {1} is {2}")
  @CsvSource({
    "1, 2, 0",
    "3, 2, 2",
    "5, 2, 2",
    "-1, 2, 0",
    "-3, 2, -2",
    "-5, 2, -2",
    "7, 3, 2",
    "8, 3, 3",
    "-7, 3, -2",
    "-8, 3, -3",
    "10, 5, 2",
    "25600000000000000, 256, 100000000000000",
  })
  void roundsAMeanHalfEven(long sum, int count, long mean) {
    assertThat(Millionths.mean(sum, count)).isEqualTo(mean);
  }

  @Test
  void writesTheShortestText() {
    assertThat(Millionths.text(1_500_000)).isEqualTo("1.5");
    assertThat(Millionths.text(-100_000_000_000_000L)).isEqualTo("-100000000");
    assertThat(Millionths.text(0)).isEqualTo("0");
    assertThat(Millionths.text(1)).isEqualTo("0.000001");
  }
}
