package dev.muster.bench.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.bench.BenchRun;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CrowdCommandTest {
  private static BenchRun run(String... arguments) {
    return BenchRun.of(
        Stream.concat(Stream.of("crowd"), Stream.of(arguments)).toArray(String[]::new));
  }

  @Test
  void bothImplementationsServeTheSameCrowdAlike() {
    int indexed = matches("indexed");

    assertThat(indexed).isBetween(100, 400);
    assertThat(matches("plain")).isBetween((int) (indexed * 0.9), (int) (indexed * 1.1));
  }

  private static int matches(String implementation) {
    var run =
        run(
            "--waiting", "500",
            "--arrivals-per-second", "200",
            "--seconds", "4",
            "--warm-up-seconds", "1",
            "--implementation", implementation);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "searched, s: p50", "pauses after it, ms of CPU: p50", "the change of rules, ms:");
    var matcher = Pattern.compile("\"matches\":(\\d+)").matcher(run.out());
    assertThat(matcher.find()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  @Test
  void saysWhichNumbersItWants() {
    var run = run("--seconds", "1");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--seconds of at least 2");
  }
}
