package dev.muster.cli.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The kubeconfig that this process writes and takes away again. A file that it did not write, or
 * that another running {@code muster dev} uses, is left alone.
 */
public final class KubeconfigFile implements AutoCloseable {
  private static final String MARK = "# Written by muster dev, process ";
  private static final Pattern MARKED =
      Pattern.compile(Pattern.quote(MARK) + "(\\d+); it goes when that process ends.");

  private final Path path;
  private final long pid = ProcessHandle.current().pid();

  private KubeconfigFile(Path path) {
    this.path = path;
  }

  /**
   * Checks that the file may be written.
   *
   * @throws CannotContinue when it exists and is not ours to overwrite
   */
  public static KubeconfigFile at(Path path) {
    var file = new KubeconfigFile(path.toAbsolutePath());
    file.refuseWhatIsNotOurs();
    return file;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Writes it whole, readable by its owner only. */
  public void write(String kubeconfig) {
    refuseWhatIsNotOurs();
    try {
      Files.createDirectories(path.getParent());
      var fresh =
          Files.createTempFile(
              path.getParent(),
              ".kubeconfig",
              null,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(fresh, MARK + pid + "; it goes when that process ends.\n" + kubeconfig);
      move(fresh);
    } catch (IOException e) {
      throw new CannotContinue("cannot write the kubeconfig " + path + ": " + e.getMessage(), e);
    }
  }

  private void move(Path fresh) throws IOException {
    try {
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void refuseWhatIsNotOurs() {
    if (!Files.exists(path)) {
      return;
    }
    var writer = writer();
    if (writer.isEmpty()) {
      throw new CannotContinue(
          path + " was not written by muster dev and stays as it is; give another --kubeconfig");
    }
    var alive = ProcessHandle.of(writer.get()).filter(ProcessHandle::isAlive).isPresent();
    if (alive && writer.get() != pid) {
      throw new CannotContinue(
          path
              + " is in use by muster dev, process "
              + writer.get()
              + "; give another --kubeconfig");
    }
  }

  private Optional<Long> writer() {
    try (var lines = Files.lines(path, StandardCharsets.UTF_8)) {
      return lines
          .findFirst()
          .map(MARKED::matcher)
          .filter(java.util.regex.Matcher::matches)
          .map(matcher -> Long.valueOf(matcher.group(1)));
    } catch (IOException | java.io.UncheckedIOException e) {
      return Optional.empty();
    }
  }

  /** Takes the file away if it is still the one that this process wrote. */
  @Override
  public void close() {
    try {
      if (Files.exists(path) && writer().equals(Optional.of(pid))) {
        Files.delete(path);
      }
    } catch (IOException e) {
      // It is marked as ours: the next one overwrites it.
    }
  }
}
