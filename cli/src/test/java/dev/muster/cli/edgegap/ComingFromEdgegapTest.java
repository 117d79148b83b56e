package dev.muster.cli.edgegap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.TestCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page for those who come from Edgegap says what happens. */
class ComingFromEdgegapTest {
  private static final Path PAGE = Path.of("..", "docs", "coming-from-edgegap.md");
  private static final Pattern COMMAND =
      Pattern.compile("^ {4}\\./muster (import edgegap .*)$", Pattern.MULTILINE);

  @TempDir private Path folder;

  @Test
  void theExampleBecomesWhatThePageShows() throws IOException {
    // When
    var result = TestCommand.run(commands().get(1));
    // Then
    assertThat(Path.of("../examples/edgegap/configuration.json"))
        .content()
        .isEqualTo(block("json"));
    assertThat(result.out()).isEqualTo(block("yaml"));
    assertThat(result.err().replace("../examples", "examples")).isEqualTo(block("text"));
  }

  @Test
  void theFirstCommandWritesAFileThatValidateTakes() throws IOException {
    // Given
    var file = folder.resolve("profiles.yaml").toString();
    // When
    var imported = TestCommand.run(commands().get(0).replace("profiles.yaml", file));
    // Then
    assertThat(imported.code()).as(imported.err()).isZero();
    assertThat(TestCommand.run("validate " + file).err())
        .contains("1 file, 1 object: 0 mistakes, 0 warnings");
  }

  private static List<String> commands() throws IOException {
    var commands = new ArrayList<String>();
    var shown = COMMAND.matcher(Files.readString(PAGE));
    while (shown.find()) {
      commands.add(shown.group(1).replace("examples/", "../examples/"));
    }
    assertThat(commands).hasSize(2);
    return commands;
  }

  private static String block(String language) throws IOException {
    var fenced =
        Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
            .matcher(Files.readString(PAGE));
    assertThat(fenced.find()).as("the page has a block of " + language).isTrue();
    return fenced.group(1);
  }
}
