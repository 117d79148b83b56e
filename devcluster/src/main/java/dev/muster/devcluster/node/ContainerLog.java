package dev.muster.devcluster.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The output of one run of a container, line by line with its time. It is kept in two files of at
 * most {@link #SEGMENT_BYTES} each, of which the older is dropped when the newer is full, so that
 * the last of a long log stays. A line of a file is the time, {@code F} for a whole line or {@code
 * P} for a part without its line feed, and the text. Safe for use from any thread.
 */
final class ContainerLog {
  static final int SEGMENT_BYTES = 8 << 20;
  private static final int LINE_BYTES = 16 << 10;
  private static final DateTimeFormatter NANOS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'").withZone(ZoneOffset.UTC);

  private final Path directory;
  private final InstantSource clock;
  private final int segmentBytes;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private OutputStream file;
  private int segment;
  private int written;
  private boolean ended;

  ContainerLog(Path directory, InstantSource clock) throws IOException {
    this(directory, clock, SEGMENT_BYTES);
  }

  ContainerLog(Path directory, InstantSource clock, int segmentBytes) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.clock = clock;
    this.segmentBytes = segmentBytes;
    this.file = open(0);
  }

  private OutputStream open(int number) throws IOException {
    return Files.newOutputStream(
        path(number), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
  }

  private Path path(int number) {
    return directory.resolve(number + ".log");
  }

  /** Adds output; nothing after the end. */
  synchronized void append(byte[] bytes, int length) {
    for (int i = 0; i < length && !ended; i++) {
      if (bytes[i] == '\n') {
        write('F');
      } else {
        line.write(bytes[i]);
        if (line.size() == LINE_BYTES) {
          write('P');
        }
      }
    }
    notifyAll();
  }

  /** Marks the end: whoever follows reads to here. */
  synchronized void end() {
    if (ended) {
      return;
    }
    if (line.size() > 0) {
      write('P');
    }
    ended = true;
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    notifyAll();
  }

  private void write(char mark) {
    var head = NANOS.format(clock.instant()) + " " + mark + " ";
    line.write('\n');
    var entry = new ByteArrayOutputStream(head.length() + line.size());
    entry.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    entry.writeBytes(line.toByteArray());
    line.reset();
    try {
      rotateFor(entry.size());
      file.write(entry.toByteArray());
      written += entry.size();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the log below " + directory, e);
    }
  }

  private void rotateFor(int bytes) throws IOException {
    if (written > 0 && written + bytes > segmentBytes) {
      file.close();
      segment++;
      file = open(segment);
      written = 0;
      Files.deleteIfExists(path(segment - 2));
    }
  }

  /** The number of the oldest file that is still there. */
  synchronized int oldest() {
    return Math.max(0, segment - 1);
  }

  /** The file of this number, which may have been dropped since. */
  Path file(int number) {
    return path(number);
  }

  /** Whether there is, or may come, something after what was read of this file. */
  synchronized boolean continuesAfter(int number, long position) {
    return number < segment || position < written;
  }

  synchronized boolean hasNext(int number) {
    return number < segment;
  }

  synchronized boolean hasEnded() {
    return ended;
  }

  /** Waits for more than this or for the end, at most the given time and sometimes less. */
  @SuppressWarnings("WaitNotInLoop") // The caller looks again in any case.
  synchronized void await(int number, long position, long millis) throws InterruptedException {
    if (!ended && !continuesAfter(number, position)) {
      wait(millis);
    }
  }
}
