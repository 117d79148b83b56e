package dev.muster.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HeapCommandTest {
  @Test
  void tellsWhatWaitingTicketsTake() {
    var out = new StringWriter();

    int code =
        new CommandLine(new HeapCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(out, true))
            .execute("--waiting", "2000", "--implementation", "indexed");

    assertThat(code).isZero();
    assertThat(out.toString())
        .matches(
            "\\{\"implementation\":\"indexed\",\"tickets\":\\d+,\"groupsMatched\":\\d+,"
                + "\"matches\":\\d+,\"engineBytesPerTicket\":-?[\\d.]+,"
                + "\"givenBytesPerTicket\":-?[\\d.]+\\}\\R");
  }

  @Test
  void saysHowManyItWants() {
    var err = new StringWriter();

    int code =
        new CommandLine(new HeapCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setErr(new PrintWriter(err, true))
            .execute("--waiting", "0");

    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("--waiting is 0, at least 1 was expected");
  }
}
