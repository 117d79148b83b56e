package dev.muster.bench.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CrowdCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return new CommandLine(new CrowdCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  @Test
  void bothImplementationsServeTheSameCrowdAlike() {
    String[] arguments = {
      "--waiting", "500", "--arrivals-per-second", "200", "--seconds", "4", "--warm-up-seconds", "1"
    };

    assertThat(run(arguments)).isZero();
    int indexed = matches();
    out.getBuffer().setLength(0);
    assertThat(run(with(arguments, "--implementation", "plain"))).isZero();

    assertThat(indexed).isBetween(100, 400);
    assertThat(matches()).isBetween((int) (indexed * 0.9), (int) (indexed * 1.1));
  }

  private int matches() {
    assertThat(out.toString())
        .contains(
            "searched, s: p50", "pauses after it, ms of CPU: p50", "the change of rules, ms:");
    var matcher = Pattern.compile("\"matches\":(\\d+)").matcher(out.toString());
    assertThat(matcher.find()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  private static String[] with(String[] arguments, String... more) {
    var all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return all;
  }

  @Test
  void saysWhichNumbersItWants() {
    assertThat(run("--seconds", "1")).isEqualTo(2);

    assertThat(err.toString()).contains("--seconds of at least 2");
  }
}
