package dev.muster.api.mapping;

import dev.muster.api.v1alpha1.Api;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Durations as specs have them: digits and one of ms, s, m, h. */
public final class Durations {
  private static final Pattern FORM = Pattern.compile(Api.DURATION_PATTERN);

  private Durations() {}

  /**
   * Reads a duration.
   *
   * @return empty when the text is no duration; at least 1 ms otherwise
   */
  public static Optional<Duration> parse(String text) {
    if (text == null || !FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    int digits = 0;
    while (Character.isDigit(text.charAt(digits))) {
      digits++;
    }
    long amount = Long.parseLong(text.substring(0, digits));
    return Optional.of(
        switch (text.substring(digits)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          default -> Duration.ofHours(amount);
        });
  }
}
