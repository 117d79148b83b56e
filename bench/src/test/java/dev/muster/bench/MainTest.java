package dev.muster.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir Path folder;
  private final StringWriter err = new StringWriter();

  @Test
  void saysOnOneLineThatThereIsNoSuchFile() {
    var missing = folder.resolve("nobody.csv");

    assertThat(run("pool", "--workload", "A", "--file", missing.toString())).isEqualTo(1);

    assertThat(err.toString()).isEqualTo("muster: there is no file " + missing + "\n");
  }

  @Test
  void saysOnOneLineWhatIsWrongInAFile() throws IOException {
    var file = Files.writeString(folder.resolve("players.csv"), "a,b,c\n");

    assertThat(run("pool", "--workload", "A", "--file", file.toString())).isEqualTo(1);

    assertThat(err.toString()).startsWith("muster: ").contains("players.csv").hasLineCount(1);
  }

  @Test
  void helpsWithEachCommand() {
    for (var name : Main.commandLine().getSubcommands().keySet()) {
      assertThat(run(name, "--help")).as(name).isZero();
    }
  }

  private int run(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(new StringWriter(), true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
