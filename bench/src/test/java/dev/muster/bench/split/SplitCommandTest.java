package dev.muster.bench.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SplitCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return new CommandLine(new SplitCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  @ParameterizedTest
  @CsvSource({"indexed", "plain"})
  void thereIsNoGapWhereEveryWayIsTried(String implementation) {
    int code = run("--team-size", "5", "--matches", "20", "--implementation", implementation);

    assertThat(code).isZero();
    assertThat(out.toString()).contains("\"gapP50\":0.000,\"gapP90\":0.000,\"gapMost\":0.000");
  }

  @Test
  void tellsTheGapAboveThat() {
    assertThat(run("--team-size", "10", "--matches", "5")).isZero();

    assertThat(out.toString()).containsPattern("\"gapMost\":\\d+\\.\\d{3}}");
  }

  @Test
  void saysWhichNumbersItWants() {
    assertThat(run("--team-size", "12")).isEqualTo(2);

    assertThat(err.toString()).contains("--team-size from 2 to 11");
  }
}
