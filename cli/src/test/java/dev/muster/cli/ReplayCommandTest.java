package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code muster replay} on the recording that the page shows. */
class ReplayCommandTest {
  private static final Path PAGE = Path.of("../docs/record-and-replay.md");
  private static final Path RECORDING = Path.of("../docs/record-and-replay/duels.jsonl");

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int replay(Path file, String... more) {
    var arguments = new java.util.ArrayList<>(java.util.List.of("replay", file.toString()));
    arguments.addAll(java.util.List.of(more));
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments.toArray(String[]::new));
  }

  private Path changed(String text, String other) throws IOException {
    var file = folder.resolve("changed.jsonl");
    return Files.writeString(file, Files.readString(RECORDING).replace(text, other));
  }

  @Test
  void printsWhatThePageShows() throws IOException {
    assertThat(replay(RECORDING)).as(out + "" + err).isZero();

    assertThat(Files.readString(PAGE)).contains("```text\n" + out + err + "```\n");
    assertThat(replay(RECORDING, "--engine", "plain")).isZero();
  }

  @Test
  void saysThatOtherMatchesAreMade() throws IOException {
    assertThat(replay(changed("1020.5", "1120.5"))).isEqualTo(1);

    assertThat(out.toString()).contains("changed.jsonl:10: differs: recorded was duel_initial");
    assertThat(err.toString()).contains("differ from the recording");
  }

  @Test
  void namesTheLineThatCannotBeRead() throws IOException {
    assertThat(replay(changed("\"elo\":1400", "\"elo\":"))).isEqualTo(1);

    assertThat(err.toString()).contains("changed.jsonl:6: is no JSON: ");
  }

  @Test
  void saysWhatIsWrongWithAFile() throws IOException {
    assertThat(replay(folder.resolve("none"))).isEqualTo(1);
    assertThat(err.toString()).contains("muster: there is no file ");
    assertThat(replay(changed("\"indexed\"", "\"magic\""))).isEqualTo(1);
    assertThat(err.toString()).contains("engine is 'magic', indexed or plain was expected");
    assertThat(replay(RECORDING, "--engine", "fast")).isEqualTo(2);
    assertThat(err.toString()).contains("--engine is 'fast', indexed or plain was expected");
  }
}
