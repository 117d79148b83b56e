package dev.muster.examples.gameserver;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** A log whose lines a test can read; its clock stands still. */
final class RecordedLog {
  static final String TIME = "2026-11-20T15:04:05.120Z ";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Log log =
      new Log(
          new PrintStream(bytes, true, StandardCharsets.UTF_8),
          InstantSource.fixed(Instant.parse("2026-11-20T15:04:05.12Z")));

  Log log() {
    return log;
  }

  /** The lines so far, without their time. */
  List<String> lines() {
    return bytes.toString(StandardCharsets.UTF_8).lines().map(RecordedLog::withoutTime).toList();
  }

  private static String withoutTime(String line) {
    if (!line.startsWith(TIME)) {
      throw new AssertionError("no time: " + line);
    }
    return line.substring(TIME.length());
  }
}
