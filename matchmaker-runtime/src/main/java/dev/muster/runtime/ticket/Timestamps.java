package dev.muster.runtime.ticket;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** Times as clients, servers and Matches see them: RFC 3339, UTC, 7 fractional digits. */
public final class Timestamps {
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder().appendInstant(7).toFormatter(Locale.ROOT);

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Timestamps() {}

  /** For example {@code 2026-11-20T15:04:05.1230000Z}. */
  public static String text(Instant time) {
    return FORMAT.format(time);
  }

  /** The same of a time in ms since the epoch. */
  public static String text(long millis) {
    return text(Instant.ofEpochMilli(millis));
  }

  /** The time of day of a time in ms since the epoch, for people: {@code 15:04:05 UTC}. */
  public static String clock(long millis) {
    return CLOCK.format(Instant.ofEpochMilli(millis));
  }
}
