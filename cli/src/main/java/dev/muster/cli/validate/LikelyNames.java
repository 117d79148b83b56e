package dev.muster.cli.validate;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Guesses which name somebody meant who made a slip. */
public final class LikelyNames {
  /** So many letters may be wrong, missing or too many; of a short name fewer. */
  private static final int MOST_SLIPS = 3;

  private LikelyNames() {}

  /** The name that was most likely meant by one that is not among them. */
  public static Optional<String> meant(Stream<String> names, String written) {
    return names
        .filter(known -> slips(known, written) <= Math.min(MOST_SLIPS, written.length() / 3))
        .min(
            Comparator.comparingInt((String known) -> slips(known, written))
                .thenComparing(known -> known));
  }

  /** How many letters have to be put in, taken out or exchanged; case is no slip. */
  static int slips(String one, String other) {
    return LevenshteinDistance.getDefaultInstance()
        .apply(one.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT));
  }
}
