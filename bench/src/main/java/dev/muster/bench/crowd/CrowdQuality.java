package dev.muster.bench.crowd;

import dev.muster.bench.Percentiles;
import dev.muster.engine.Event.MatchMade;
import dev.muster.engine.profile.Millionths;
import dev.muster.engine.ticket.AttributeValue.OfLatencies;
import dev.muster.engine.ticket.AttributeValue.OfNumber;
import dev.muster.engine.ticket.Search;
import dev.muster.engine.ticket.Ticket;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How good a crowd's matches are, for the players.
 *
 * @param filled groups in a match, by groups that came meanwhile
 * @param waitSeconds how long each group searched, s
 * @param spread how far the ratings of a match's players lie apart
 * @param worstLatency the highest latency of a match's players to its location, ms
 */
record CrowdQuality(
    int matches,
    double filled,
    Percentiles waitSeconds,
    Percentiles spread,
    Percentiles worstLatency) {
  static CrowdQuality of(List<MatchMade> matches, List<Long> foundAt, long groups) {
    long matched = matches.stream().flatMap(CrowdQuality::searches).count();
    return new CrowdQuality(
        matches.size(),
        groups == 0 ? 0 : (double) matched / groups,
        Percentiles.of(
            IntStream.range(0, matches.size())
                .boxed()
                .flatMap(i -> searches(matches.get(i)).map(s -> foundAt.get(i) - s.sinceMillis()))
                .mapToDouble(millis -> millis / 1e3)),
        Percentiles.of(matches.stream().mapToDouble(CrowdQuality::spread)),
        Percentiles.of(matches.stream().mapToDouble(CrowdQuality::worstLatency)));
  }

  private static Stream<Search> searches(MatchMade match) {
    return match.teams().stream().flatMap(team -> team.groups().stream());
  }

  private static Stream<Ticket> tickets(MatchMade match) {
    return searches(match).flatMap(search -> search.group().tickets().stream());
  }

  private static double spread(MatchMade match) {
    var ratings =
        tickets(match)
            .mapToDouble(ticket -> ((OfNumber) ticket.attributes().get("elo_rating")).millionths())
            .summaryStatistics();
    return (ratings.getMax() - ratings.getMin()) / Millionths.ONE;
  }

  private static double worstLatency(MatchMade match) {
    return tickets(match)
            .mapToDouble(
                ticket ->
                    ((OfLatencies) ticket.attributes().get("beacons"))
                        .millionths()
                        .get(match.location()))
            .max()
            .orElse(0)
        / Millionths.ONE;
  }

  /** The report for people. */
  void print(PrintWriter out) {
    out.printf(Locale.ROOT, "  %d matches, %.1f %% of those who came%n", matches, 100 * filled);
    out.printf("  searched, s: %s%n", waitSeconds);
    out.printf("  ratings apart: %s%n", spread);
    out.printf("  worst latency, ms: %s%n", worstLatency);
  }
}
