package dev.muster.bench.pool;

import dev.muster.bench.Percentiles;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** How good matches are, for the players. */
final class Quality {
  private final int matches;
  private final int matchedGroups;
  private final int groups;

  /** How far ranks lie apart in each match. */
  private final Percentiles spreads;

  /** How far the averages of the teams lie apart in each match. */
  private final Percentiles imbalances;

  /** How long each matched group waited, in arrivals. */
  private final Percentiles waits;

  private Quality(
      int matches,
      int matchedGroups,
      int groups,
      Percentiles spreads,
      Percentiles imbalances,
      Percentiles waits) {
    this.matches = matches;
    this.matchedGroups = matchedGroups;
    this.groups = groups;
    this.spreads = spreads;
    this.imbalances = imbalances;
    this.waits = waits;
  }

  static Quality of(List<Made> matches, int groups) {
    return new Quality(
        matches.size(),
        matches.stream().mapToInt(match -> match.entrants().size()).sum(),
        groups,
        Percentiles.of(matches.stream().mapToDouble(Made::spread)),
        Percentiles.of(matches.stream().mapToDouble(Made::imbalance)),
        Percentiles.of(
            matches.stream()
                .flatMap(match -> match.waits().stream())
                .mapToDouble(Long::doubleValue)));
  }

  /** How many matches there are. */
  int matches() {
    return matches;
  }

  /** How many groups are in one. */
  int matchedGroups() {
    return matchedGroups;
  }

  double spreadP50() {
    return spreads.at(50);
  }

  double spreadMax() {
    return spreads.at(100);
  }

  /** The report for people. */
  void print(PrintWriter out, boolean streamed, boolean teams) {
    out.printf(
        Locale.ROOT,
        "  filled    %.2f %% of %d groups, %d matches%n",
        groups == 0 ? 0 : 100.0 * matchedGroups / groups,
        groups,
        matches);
    out.printf("  spread: %s%n", spreads);
    if (teams) {
      out.printf("  averages: %s%n", imbalances);
    }
    if (streamed) {
      out.printf("  arrivals waited: %s%n", waits);
    }
  }
}
