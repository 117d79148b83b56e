package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README shows files that exist, as they are. */
class ReadmeTest {
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
}
