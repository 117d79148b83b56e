package dev.muster.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentilesTest {
  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "50, 50", "50.5, 51", "99, 99", "99.9, 100", "100, 100"})
  void areByNearestRank(double percent, double value) {
    var oneToAHundred = IntStream.rangeClosed(1, 100).map(i -> 101 - i).asDoubleStream();

    assertThat(Percentiles.of(oneToAHundred).at(percent)).isEqualTo(value);
  }

  @Test
  void ofNothingAreZero() {
    assertThat(Percentiles.of(DoubleStream.empty()).at(50)).isZero();
  }
}
