package dev.muster.runtime;

import dev.muster.runtime.settings.Tokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens that are valid now: the content of every file of one directory, as a Secret is
 * mounted.
 *
 * <p>Reading again takes in new content whatever the files' times say, since a Secret's volume
 * swaps a link. A directory that cannot be read leaves the tokens as they are; one that was read
 * and holds none leaves none. White space around a token does not count; empty files and files
 * beyond 4 KiB hold none. Safe for any thread. No token is ever logged.
 */
public final class TokenDirectory {
  /** How long between two readings, ms. */
  public static final long REREAD_MILLIS = 5_000;

  /** Files whose name begins so hold tokens of game servers. */
  static final String SERVER_PREFIX = "server-";

  private static final Logger LOG = LoggerFactory.getLogger(TokenDirectory.class);
  private static final int MOST_TOKENS = 1_000;
  private static final int MOST_BYTES = 4_096;

  private final Path directory;
  private final AtomicBoolean readable = new AtomicBoolean(true);
  private volatile Tokens current = Tokens.NONE;

  /** The tokens of a directory; none until {@link #reread}. */
  public TokenDirectory(Path directory) {
    this.directory = directory;
  }

  /** The tokens as they were last read. */
  public Tokens current() {
    return current;
  }

  /** Reads the directory again. */
  public void reread() {
    try {
      take(read());
      readable.set(true);
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      if (readable.getAndSet(false)) {
        LOG.atWarn()
            .addKeyValue("directory", directory)
            .addKeyValue("cause", e.toString())
            .log("Cannot read the tokens; those already read stay valid");
      }
    }
  }

  private void take(Tokens tokens) {
    if (!tokens.equals(current)) {
      current = tokens;
      LOG.atInfo()
          .addKeyValue("tokens", tokens.all().size())
          .addKeyValue("serverTokens", tokens.servers().size())
          .log("Tokens read");
    }
  }

  private Tokens read() throws IOException {
    var all = new HashSet<String>();
    var servers = new HashSet<String>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, TokenDirectory::holds)) {
      for (var file : files) {
        var token = content(file);
        if (!token.isEmpty() && all.size() < MOST_TOKENS) {
          all.add(token);
          if (name(file).startsWith(SERVER_PREFIX)) {
            servers.add(token);
          }
        }
      }
    }
    return new Tokens(all, servers);
  }

  /** Not the volume's own links and directories, whose names begin with a dot. */
  private static boolean holds(Path file) {
    return !name(file).startsWith(".") && Files.isRegularFile(file);
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /** The token in a file; empty when there is none or it is too long to be one. */
  private static String content(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(MOST_BYTES + 1);
      return bytes.length > MOST_BYTES ? "" : new String(bytes, StandardCharsets.UTF_8).strip();
    }
  }
}
