package dev.muster.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir Path folder;

  @Test
  void saysOnOneLineThatThereIsNoSuchFile() {
    var missing = folder.resolve("nobody.csv");

    var run = BenchRun.of("pool", "--workload", "A", "--file", missing.toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("muster: there is no file " + missing + "\n");
  }

  @Test
  void saysOnOneLineWhatIsWrongInAFile() throws IOException {
    var file = Files.writeString(folder.resolve("players.csv"), "a,b,c\n");

    var run = BenchRun.of("pool", "--workload", "A", "--file", file.toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith("muster: ").contains("players.csv").hasLineCount(1);
  }

  @Test
  void helpsWithEachCommand() {
    for (var name : Main.commandLine().getSubcommands().keySet()) {
      assertThat(BenchRun.of(name, "--help").code()).as(name).isZero();
    }
  }
}
