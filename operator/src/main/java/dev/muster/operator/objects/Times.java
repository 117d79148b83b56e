package dev.muster.operator.objects;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Times as they stand in objects. */
public final class Times {
  private static final DateTimeFormatter SEVEN_DIGITS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  private Times() {}

  /** RFC 3339 with seven fractional digits, as Muster's own fields and variables have it. */
  public static String precise(Instant time) {
    return SEVEN_DIGITS.format(time);
  }

  /** RFC 3339 in whole seconds, as Kubernetes' own fields have it. */
  public static String seconds(Instant time) {
    return SECONDS.format(time);
  }

  /** Reads either form; empty when there is none, or it is no time. */
  public static Optional<Instant> parse(String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
