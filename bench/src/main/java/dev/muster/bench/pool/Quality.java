package dev.muster.bench.pool;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** How good matches are, for the players. */
final class Quality {
  private final int matches;
  private final int matchedGroups;
  private final int groups;

  /** How far ranks lie apart in each match, ascending. */
  private final double[] spreads;

  /** How far the averages of the teams lie apart in each match, ascending. */
  private final double[] imbalances;

  /** How long each matched group waited, in arrivals, ascending. */
  private final double[] waits;

  private Quality(
      int matches,
      int matchedGroups,
      int groups,
      double[] spreads,
      double[] imbalances,
      double[] waits) {
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
        matches.stream().mapToDouble(Made::spread).sorted().toArray(),
        matches.stream().mapToDouble(Made::imbalance).sorted().toArray(),
        matches.stream()
            .flatMap(match -> match.waits().stream())
            .mapToDouble(Long::doubleValue)
            .sorted()
            .toArray());
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
    return percentile(spreads, 50);
  }

  double spreadMax() {
    return percentile(spreads, 100);
  }

  /** The report for people. */
  void print(PrintWriter out, boolean streamed, boolean teams) {
    out.printf(
        Locale.ROOT,
        "  filled    %.2f %% of %d groups, %d matches%n",
        groups == 0 ? 0 : 100.0 * matchedGroups / groups,
        groups,
        matches);
    line(out, "spread", spreads);
    if (teams) {
      line(out, "averages", imbalances);
    }
    if (streamed) {
      line(out, "arrivals waited", waits);
    }
  }

  private static void line(PrintWriter out, String name, double[] sorted) {
    out.printf(
        Locale.ROOT,
        "  %s: p50 %.1f, p90 %.1f, p99 %.1f, most %.1f%n",
        name,
        percentile(sorted, 50),
        percentile(sorted, 90),
        percentile(sorted, 99),
        percentile(sorted, 100));
  }

  private static double percentile(double[] sorted, int percent) {
    return sorted.length == 0
        ? 0
        : sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }
}
