package dev.muster.runtime.recording;

import dev.muster.api.recording.Recorded;
import dev.muster.api.recording.RecordingFormat;
import dev.muster.engine.ticket.Ticket;
import dev.muster.runtime.loop.CommittedMatch;
import dev.muster.runtime.loop.MatchSink;
import dev.muster.runtime.loop.MatchmakingFactory;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One recording, from the start of the process on. It never holds up the loop and never grows
 * beyond its limit: when more is recorded than can be written, or the limit is reached, it ends,
 * and its last line says why.
 *
 * <p>{@link #write} and what calls it belong to the loop's thread.
 */
public final class Recorder implements AutoCloseable {
  /** So many recordings stay in a folder, the new one among them. */
  static final int MOST_FILES = 4;

  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
  private static final String SUFFIX = ".jsonl";
  private static final int MOST_UNWRITTEN = 65_536;
  private static final long CLOSING_MAY_TAKE_MILLIS = 2_000;

  private final Path file;
  private final OutputStream out;
  private final long limitBytes;
  private final BlockingQueue<Recorded> unwritten;
  private final Thread thread = new Thread(this::run, "recorder");
  private volatile boolean closing;
  private volatile boolean overrun;
  private int queues;
  private long bytes;

  private Recorder(Path file, OutputStream out, long limitBytes, int mostUnwritten) {
    this.file = file;
    this.out = out;
    this.limitBytes = limitBytes;
    this.unwritten = new ArrayBlockingQueue<>(mostUnwritten);
  }

  /**
   * Begins a recording in a file of its own that only its owner can read, and removes the oldest
   * where there are too many.
   *
   * @param directory is made when it is not there
   * @param limitBytes how large the file may become
   * @param startMillis names the file, ms since the epoch
   * @throws IOException when it cannot be written there
   */
  public static Recorder to(
      Path directory, long limitBytes, long startMillis, Recorded.Header header)
      throws IOException {
    return to(directory, limitBytes, startMillis, header, MOST_UNWRITTEN);
  }

  static Recorder to(
      Path directory, long limitBytes, long startMillis, Recorded.Header header, int mostUnwritten)
      throws IOException {
    Files.createDirectories(directory);
    removeOldest(directory);
    var file = directory.resolve("recording-" + startMillis + SUFFIX);
    var out = new BufferedOutputStream(create(file));
    var recorder = new Recorder(file, out, limitBytes, mostUnwritten);
    recorder.write(header);
    recorder.thread.setDaemon(true);
    recorder.thread.start();
    LOG.atInfo().addKeyValue("file", file).addKeyValue("limitBytes", limitBytes).log("Recording");
    return recorder;
  }

  /** Who knows a ticket's id may act for its player. */
  private static OutputStream create(Path file) throws IOException {
    var attributes =
        file.getFileSystem().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    return Channels.newOutputStream(
        Files.newByteChannel(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes));
  }

  private static void removeOldest(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      var all =
          files
              .filter(file -> file.getFileName().toString().matches("recording-\\d+\\.jsonl"))
              .sorted(Comparator.comparing(Path::toString))
              .toList();
      for (var file : all.subList(0, Math.max(0, all.size() - MOST_FILES + 1))) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Where it writes. */
  public Path file() {
    return file;
  }

  /** Records whatever is told to the engines that this makes. */
  public MatchmakingFactory recording(MatchmakingFactory factory) {
    return (profile, beaconsListed) -> {
      int queue = ++queues;
      write(new Recorded.Opened(queue, profile, beaconsListed));
      return new RecordingMatchmaking(factory.create(profile, beaconsListed), queue, this);
    };
  }

  /** Records the matches that come by. */
  public MatchSink recording(MatchSink sink) {
    return match -> {
      write(new Recorded.Made(match.matchId(), teams(match)));
      sink.accept(match);
    };
  }

  private static List<List<List<String>>> teams(CommittedMatch match) {
    return match.teams().stream()
        .map(
            team ->
                team.groups().stream()
                    .map(
                        group -> group.search().group().tickets().stream().map(Ticket::id).toList())
                    .toList())
        .toList();
  }

  /** Hands a line over to be written. */
  void write(Recorded recorded) {
    if (!overrun && thread.getState() != Thread.State.TERMINATED && !unwritten.offer(recorded)) {
      overrun = true;
      closing = true; // what has been handed over is still written
    }
  }

  // ------------------------------------------------------------ on its own thread

  private void run() {
    try (out) {
      writeUntilTheEnd();
    } catch (IOException e) {
      LOG.atError().setCause(e).addKeyValue("file", file).log("The recording ends: cannot write");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeUntilTheEnd() throws IOException, InterruptedException {
    try {
      if (!reachesTheLimit() && overrun) {
        end("more was recorded at once than could be written");
      }
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).addKeyValue("file", file).log("A line cannot be made");
      end("a line could not be made, see the log: " + e.getClass().getSimpleName());
    }
  }

  /** Writes until it is closed, or says that the limit was reached before. */
  private boolean reachesTheLimit() throws IOException, InterruptedException {
    boolean ended = false;
    var batch = new ArrayList<Recorded>();
    while (!ended && !(closing && unwritten.isEmpty())) {
      var first = unwritten.poll(100, TimeUnit.MILLISECONDS);
      if (first != null) {
        batch.add(first);
        unwritten.drainTo(batch);
        ended = writeAll(batch);
        batch.clear();
        out.flush();
      }
    }
    return ended;
  }

  /** Says whether the limit was reached. */
  private boolean writeAll(List<Recorded> batch) throws IOException {
    for (var recorded : batch) {
      if (bytes >= limitBytes) {
        end("the limit of " + limitBytes + " bytes was reached");
        return true;
      }
      writeLine(recorded);
    }
    return false;
  }

  private void end(String why) throws IOException {
    writeLine(new Recorded.Ended(why));
    out.flush();
    LOG.atWarn().addKeyValue("file", file).addKeyValue("why", why).log("The recording has ended");
  }

  private void writeLine(Recorded recorded) throws IOException {
    var line = (RecordingFormat.line(recorded) + "\n").getBytes(StandardCharsets.UTF_8);
    bytes += line.length;
    out.write(line);
  }

  /** Writes what has been recorded, and ends. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join(CLOSING_MAY_TAKE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
