package dev.muster.devcluster.node;

import dev.muster.devcluster.api.PodLogs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.function.Predicate;

/** The wanted part of a {@link ContainerLog} as bytes. Used by one thread; closed by any. */
final class LogStream extends InputStream {
  private static final int TIME_CHARS = 30;

  private final ContainerLog log;
  private final PodLogs.Request wanted;
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private final ByteBuffer chunk = ByteBuffer.allocate(64 << 10);
  private FileChannel file;
  private int number;
  private long position;
  private boolean lineBegins = true;
  private long bytesLeft;
  private ByteBuffer ready = ByteBuffer.allocate(0);
  private volatile boolean closed;

  LogStream(ContainerLog log, PodLogs.Request wanted) throws IOException {
    this.log = log;
    this.wanted = wanted;
    this.bytesLeft = wanted.limitBytes().orElse(Long.MAX_VALUE);
    openFrom(log.oldest());
    if (wanted.tailLines().isPresent()) {
      skipToTail(wanted.tailLines().getAsLong());
    }
    chunk.flip();
  }

  private void openFrom(int first) throws IOException {
    for (number = first; ; number++) {
      try {
        file = FileChannel.open(log.file(number));
        position = 0;
        return;
      } catch (NoSuchFileException e) {
        if (!log.hasNext(number)) {
          throw e;
        }
      }
    }
  }

  /** Reads all there is now, remembering where the last lines begin, and goes back to the first. */
  private void skipToTail(long lines) throws IOException {
    record Place(int number, long position) {}
    var starts = new ArrayDeque<Place>();
    boolean begins = true;
    chunk.flip();
    for (var place = new Place(number, position); ; place = new Place(number, position)) {
      var entry = next();
      if (entry == null) {
        if (lines == 0) {
          starts.add(place);
        }
        break;
      }
      // An entry that had to be sought in the next file begins at that file's head.
      var start = place.number == number ? place : new Place(number, 0);
      if (begins && isWanted(entry)) {
        starts.add(start);
        if (starts.size() > lines) {
          starts.remove();
        }
      }
      begins = entry[TIME_CHARS + 1] == 'F';
    }
    if (!starts.isEmpty()) {
      file.close();
      openFrom(starts.element().number);
      position = starts.element().position;
      file.position(position);
    }
    partial.reset();
    chunk.clear();
  }

  /** The next entry without its line feed, or null when there is none now. */
  private byte[] next() throws IOException {
    while (true) {
      while (chunk.hasRemaining()) {
        byte b = chunk.get();
        position++;
        if (b == '\n') {
          var entry = partial.toByteArray();
          partial.reset();
          return entry;
        }
        partial.write(b);
      }
      boolean more = log.hasNext(number);
      chunk.clear();
      int read = file.read(chunk);
      chunk.flip();
      if (read <= 0) {
        if (!more) {
          return null;
        }
        file.close();
        openFrom(number + 1);
      }
    }
  }

  private boolean isWanted(byte[] entry) {
    return wanted.since() == null
        || !Instant.parse(new String(entry, 0, TIME_CHARS, StandardCharsets.US_ASCII))
            .isBefore(wanted.since());
  }

  private boolean fill() throws IOException {
    Predicate<byte[]> skipped = entry -> !isWanted(entry);
    while (bytesLeft > 0 && !closed) {
      boolean ended = log.hasEnded();
      var entry = next();
      if (entry != null) {
        if (!skipped.test(entry)) {
          ready = ByteBuffer.wrap(shown(entry));
          ready.limit((int) Math.min(ready.limit(), bytesLeft));
          bytesLeft -= ready.limit();
          if (ready.hasRemaining()) {
            return true;
          }
        }
      } else if (!wanted.follow() || ended) {
        return false;
      } else {
        await();
      }
    }
    return false;
  }

  private byte[] shown(byte[] entry) {
    boolean whole = entry[TIME_CHARS + 1] == 'F';
    var text = new ByteArrayOutputStream();
    if (wanted.timestamps() && lineBegins) {
      text.write(entry, 0, TIME_CHARS + 1);
    }
    text.write(entry, TIME_CHARS + 3, entry.length - TIME_CHARS - 3);
    if (whole) {
      text.write('\n');
    }
    lineBegins = whole;
    return text.toByteArray();
  }

  private void await() throws InterruptedIOException {
    try {
      // Closing wakes nobody up, so look again now and then.
      log.await(number, position, 200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  @Override
  public int read() throws IOException {
    return ready.hasRemaining() || fill() ? ready.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!ready.hasRemaining() && !fill()) {
      return -1;
    }
    int count = Math.min(length, ready.remaining());
    ready.get(target, offset, count);
    return count;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    file.close();
  }
}
