package dev.muster.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A temporary folder for the files of pods, gone with what is in it when it is closed. */
final class PodsDirectory implements AutoCloseable {
  private final Path path;

  PodsDirectory() {
    try {
      path = Files.createTempDirectory("muster-pods");
    } catch (IOException e) {
      throw new CannotContinue("cannot make a temporary folder: " + e.getMessage(), e);
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    if (!Files.exists(path)) {
      return; // the node takes it away itself
    }
    try (var entries = Files.walk(path)) {
      for (var entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(entry);
      }
    }
  }
}
