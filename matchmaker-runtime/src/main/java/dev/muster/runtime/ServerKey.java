package dev.muster.runtime;

import dev.muster.api.server.ServerTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key by which game servers' own tokens are checked: the file {@code server} of one directory,
 * as a Secret is mounted.
 *
 * <p>A file that cannot be read leaves the key as it was; without one no token is accepted. Safe
 * for any thread. The key is never logged.
 */
final class ServerKey {
  private static final Logger LOG = LoggerFactory.getLogger(ServerKey.class);
  private static final String FILE = "server";
  private static final int MOST_BYTES = 4_096;

  private final Path file;
  private final AtomicBoolean readable = new AtomicBoolean(true);
  private byte[] key = {};
  private volatile Optional<ServerTokens> tokens = Optional.empty();

  /** The key of a directory; none until {@link #reread}. */
  ServerKey(Path directory) {
    this.file = directory.resolve(FILE);
  }

  /** Whether somebody presents the token of the server with that request id. */
  boolean accepts(String requestId, String presented) {
    return tokens.filter(known -> known.accepts(requestId, presented)).isPresent();
  }

  /** Reads the file again. */
  synchronized void reread() {
    try (var in = Files.newInputStream(file)) {
      take(in.readNBytes(MOST_BYTES));
      readable.set(true);
    } catch (IOException e) {
      if (readable.getAndSet(false)) {
        LOG.atWarn()
            .addKeyValue("file", file)
            .addKeyValue("cause", e.toString())
            .log("Cannot read the key of game servers' tokens; the one already read stays valid");
      }
    }
  }

  private void take(byte[] read) {
    if (read.length > 0 && !Arrays.equals(read, key)) {
      key = read;
      tokens = Optional.of(ServerTokens.withKey(read));
      LOG.atInfo().log("Key of game servers' tokens read");
    }
  }
}
