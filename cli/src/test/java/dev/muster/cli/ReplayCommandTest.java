package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.TestCommand.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code muster replay} on the recording that the page shows. */
class ReplayCommandTest {
  private static final Path PAGE = Path.of("../docs/record-and-replay.md");
  private static final Path RECORDING = Path.of("../docs/record-and-replay/duels.jsonl");

  @TempDir private Path folder;

  private static Result replay(Path file, String... more) {
    return TestCommand.run(
        Stream.concat(Stream.of("replay", file.toString()), Stream.of(more)).toList());
  }

  private Path changed(String text, String other) throws IOException {
    var file = folder.resolve("changed.jsonl");
    return Files.writeString(file, Files.readString(RECORDING).replace(text, other));
  }

  @Test
  void printsWhatThePageShows() throws IOException {
    var result = replay(RECORDING);

    assertThat(result.code()).as(result.text()).isZero();
    assertThat(Files.readString(PAGE)).contains("```text\n" + result.text() + "```\n");
    assertThat(replay(RECORDING, "--engine", "plain").code()).isZero();
  }

  @Test
  void saysThatOtherMatchesAreMade() throws IOException {
    var result = replay(changed("1020.5", "1120.5"));

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).contains("changed.jsonl:10: differs: recorded was duel_initial");
    assertThat(result.err()).contains("differ from the recording");
  }

  @Test
  void namesTheLineThatCannotBeRead() throws IOException {
    fails(1, "changed.jsonl:6: is no JSON: ", replay(changed("\"elo\":1400", "\"elo\":")));
  }

  @Test
  void saysWhatIsWrongWithAFile() throws IOException {
    fails(1, "muster: there is no file ", replay(folder.resolve("none")));
    fails(
        1,
        "engine is 'magic', indexed or plain was expected",
        replay(changed("\"indexed\"", "\"magic\"")));
    fails(
        2,
        "--engine is 'fast', indexed or plain was expected",
        replay(RECORDING, "--engine", "fast"));
  }

  private static void fails(int code, String message, Result result) {
    assertThat(result.code()).as(result.text()).isEqualTo(code);
    assertThat(result.err()).contains(message);
  }
}
