package dev.muster.cli.edgegap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page for those who come from Edgegap says what happens. */
class ComingFromEdgegapTest {
  private static final Path PAGE = Path.of("..", "docs", "coming-from-edgegap.md");

  @Test
  void theExampleBecomesWhatThePageShows() throws IOException {
    // Given
    var options =
        new ImportOptions("default", Optional.of("ghcr.io/me/{name}:{version}"), List.of());
    // When
    var imported = EdgegapImport.of(Configuration.parse(block("json")), options);
    // Then
    assertThat(ManifestText.of(imported, "configuration.json")).isEqualTo(block("yaml"));
    assertThat(
            imported.notes().stream()
                .map(note -> note.inFile("configuration.json") + "\n")
                .collect(Collectors.joining()))
        .isEqualTo(block("text"));
  }

  private static String block(String language) throws IOException {
    var fenced =
        Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
            .matcher(Files.readString(PAGE));
    assertThat(fenced.find()).as("the page has a block of " + language).isTrue();
    return fenced.group(1);
  }
}
