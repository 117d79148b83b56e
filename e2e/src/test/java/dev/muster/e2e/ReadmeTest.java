package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README shows files that exist, as they are. */
class ReadmeTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Path README = MusterProcess.HOME.resolve("README.md");

  @Test
  void theFirstQueueIsTheExampleAsItIs() throws IOException {
    // Given
    var example =
        Files.readString(MusterProcess.HOME.resolve("examples/01-simple/01-profile.yaml"));
    // When // Then
    assertThat(README).content().contains("```yaml\n" + example + "```\n");
  }

  @Test
  void theTestCommandIsTheOneThatContinuousIntegrationRuns() throws IOException {
    // Given
    var command = "mvn -B -ntp verify";
    // When // Then
    assertThat(README).content().contains("```sh\n" + command + "\n```");
    assertThat(MusterProcess.HOME.resolve(".ci/run")).content().contains("exec " + command + "\n");
  }

  @Test
  void theBackfillOnThePageIsTheOneOfTheStory() throws IOException {
    var step =
        Files.readString(
            MusterProcess.HOME.resolve("examples/04-backfill/steps/02-one-player.yaml"));
    assertThat(MusterProcess.HOME.resolve("docs/game-servers.md"))
        .content()
        .contains("```yaml\n" + step + "```\n");
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    var lost = new ArrayList<String>();
    for (var page : pages()) {
      var links = LINK.matcher(Files.readString(page)).results().map(link -> link.group(1));
      for (var link : links.filter(to -> !to.contains("://")).toList()) {
        var parts = link.split("#", 2);
        var to = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
        if (!Files.exists(to) || (parts.length > 1 && !headings(to).contains(parts[1]))) {
          lost.add(MusterProcess.HOME.relativize(page) + ": " + link);
        }
      }
    }
    assertThat(lost).isEmpty();
  }

  private static List<Path> pages() throws IOException {
    var pages = new ArrayList<Path>();
    for (var folder : List.of("", "docs", "docs/adr", "examples")) {
      try (var files = Files.list(MusterProcess.HOME.resolve(folder))) {
        pages.addAll(files.filter(file -> file.toString().endsWith(".md")).toList());
      }
    }
    return pages;
  }

  /** As a forge makes anchors of them. */
  private static List<String> headings(Path page) throws IOException {
    return Files.readAllLines(page).stream()
        .filter(line -> line.matches("#+ .*"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(title -> title.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
        .toList();
  }
}
