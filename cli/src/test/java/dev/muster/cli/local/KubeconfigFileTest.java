package dev.muster.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigFileTest {
  @TempDir Path folder;

  @Test
  void writesAFileForItsOwnerAndTakesItAway() throws IOException {
    // Given
    var path = folder.resolve("new/kubeconfig");
    // When
    try (var file = KubeconfigFile.at(path)) {
      file.write("apiVersion: v1\n");
      // Then
      assertThat(path).content().startsWith("# Written by muster dev").endsWith("apiVersion: v1\n");
      assertThat(Files.getPosixFilePermissions(path))
          .containsExactlyInAnyOrder(
              PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void leavesAFileAloneThatSomebodyElseWrote() throws IOException {
    // Given
    var path = Files.writeString(folder.resolve("config"), "apiVersion: v1\n");
    // When // Then
    assertThatThrownBy(() -> KubeconfigFile.at(path))
        .isInstanceOf(CannotContinue.class)
        .hasMessageContaining("was not written by muster dev");
    assertThat(path).hasContent("apiVersion: v1\n");
  }

  @Test
  void leavesAFileAloneThatARunningProcessUses() throws IOException {
    // Given
    var other = ProcessHandle.current().parent().orElseThrow().pid();
    var path = Files.writeString(folder.resolve("config"), mark(other));
    // When // Then
    assertThatThrownBy(() -> KubeconfigFile.at(path))
        .isInstanceOf(CannotContinue.class)
        .hasMessageContaining("is in use by muster dev, process " + other);
  }

  @Test
  void overwritesWhatAKilledProcessLeft() throws IOException {
    // Given
    var path = Files.writeString(folder.resolve("config"), mark(Long.MAX_VALUE - 1));
    // When
    try (var file = KubeconfigFile.at(path)) {
      file.write("fresh");
      // Then
      assertThat(path).content().endsWith("fresh");
    }
  }

  private static String mark(long pid) {
    return "# Written by muster dev, process " + pid + "; it goes when that process ends.\nold";
  }
}
