package dev.muster.devcluster.node;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;

/**
 * A directory whose files change all at once, laid out as the kubelet does it: the files lie in a
 * hidden directory, {@code ..data} is a symbolic link to it that is replaced by a rename, and each
 * visible name is a link through {@code ..data}.
 */
final class AtomicFiles {
  private static final String DATA = "..data";

  private final Path directory;
  private Map<String, byte[]> written = Map.of();
  private Path payload;
  private int versions;

  AtomicFiles(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  /** Replaces the files by these; true when that changed anything. */
  boolean write(Map<String, byte[]> files) throws IOException {
    if (payload != null && same(files, written)) {
      return false;
    }
    var old = payload;
    payload = Files.createDirectory(directory.resolve("..v" + ++versions));
    for (var file : files.entrySet()) {
      write(inside(file.getKey()), file.getValue());
    }
    var link = directory.resolve("..data_tmp");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, payload.getFileName());
    Files.move(link, directory.resolve(DATA), StandardCopyOption.ATOMIC_MOVE);
    showNames(files);
    written = Map.copyOf(files);
    if (old != null) {
      delete(old);
    }
    return true;
  }

  private Path inside(String path) throws IOException {
    var file = payload.resolve(path).normalize();
    if (!file.startsWith(payload)) {
      throw new IOException("path \"" + path + "\" leads out of the volume");
    }
    return file;
  }

  private static void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private void showNames(Map<String, byte[]> files) throws IOException {
    var visible = new HashSet<String>();
    for (var path : files.keySet()) {
      visible.add(Path.of(path).getName(0).toString());
    }
    for (var name : visible) {
      var link = directory.resolve(name);
      if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
        Files.createSymbolicLink(link, Path.of(DATA, name));
      }
    }
    for (var path : written.keySet()) {
      var name = Path.of(path).getName(0).toString();
      if (!visible.contains(name)) {
        Files.deleteIfExists(directory.resolve(name));
      }
    }
  }

  private static boolean same(Map<String, byte[]> a, Map<String, byte[]> b) {
    return a.keySet().equals(b.keySet())
        && a.entrySet().stream()
            .allMatch(file -> Arrays.equals(file.getValue(), b.get(file.getKey())));
  }

  /** Deletes a directory with all that is in it, following no link. */
  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
