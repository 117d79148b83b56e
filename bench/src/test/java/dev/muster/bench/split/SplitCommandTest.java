package dev.muster.bench.split;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.bench.BenchRun;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitCommandTest {
  private static BenchRun run(String... arguments) {
    return BenchRun.of(
        Stream.concat(Stream.of("split"), Stream.of(arguments)).toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({"indexed", "plain"})
  void thereIsNoGapWhereEveryWayIsTried(String implementation) {
    var run = run("--team-size", "5", "--matches", "20", "--implementation", implementation);

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("\"gapP50\":0.000,\"gapP90\":0.000,\"gapMost\":0.000");
  }

  @Test
  void tellsTheGapAboveThat() {
    var run = run("--team-size", "10", "--matches", "5");

    assertThat(run.code()).isZero();
    var gap = Pattern.compile("\"gapMost\":(\\d+\\.\\d{3})}").matcher(run.out());
    assertThat(gap.find()).as(run.out()).isTrue();
    assertThat(Double.parseDouble(gap.group(1))).isLessThan(5.0);
  }

  @Test
  void saysWhichNumbersItWants() {
    var run = run("--team-size", "12");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--team-size from 2 to 11");
  }
}
