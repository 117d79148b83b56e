package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first of the README's two commands. */
class DemoIT {
  @TempDir Path folder;

  @Test
  void theDemoTellsTheWholeStoryAndEndsWell() throws IOException, InterruptedException {
    // Given
    var command = List.of(MusterProcess.HOME.resolve("muster").toString(), "demo");
    // When
    var process = MusterProcess.start(folder, command);
    var ended = process.waitFor(180, TimeUnit.SECONDS);
    process.destroyForcibly();
    // Then
    var told = Files.readString(folder.resolve("stdout"));
    assertThat(ended).as(told).isTrue();
    assertThat(process.exitValue()).as(told + Files.readString(folder.resolve("stderr"))).isZero();
    assertThat(told)
        .contains("WELCOME")
        .contains("DENIED unknown ticket")
        .contains("HOST_ASSIGNED")
        .contains("nobody was thrown out")
        .doesNotContain("\u001b[");
  }
}
