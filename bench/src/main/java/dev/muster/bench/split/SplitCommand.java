package dev.muster.bench.split;

import dev.muster.bench.ImplementationOption;
import dev.muster.bench.Percentiles;
import dev.muster.bench.SeedOption;
import dev.muster.engine.Event.MatchMade;
import dev.muster.engine.profile.Millionths;
import dev.muster.engine.profile.Periods;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.profile.RuleAttributes;
import dev.muster.engine.profile.RuleDefinition;
import dev.muster.engine.profile.RuleType;
import dev.muster.engine.ticket.AttributeValue.OfNumber;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Search;
import dev.muster.engine.ticket.Ticket;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code muster bench split}: two teams of players alone, beside the best two teams there are. */
@Command(
    name = "split",
    description =
        "Lets as many players come as two teams take, and holds the difference of the teams' mean"
            + " ratings against the least that any way to split them gives.")
public final class SplitCommand implements Callable<Integer> {
  private static final String RATING = "rating";
  private static final int TICKET_BYTES = 300;
  private static final long NOW = 1_700_000_000_000L;

  @Option(
      names = "--team-size",
      defaultValue = "10",
      description = "Players in each team, 2 to 11; above 6 it is not every way that is tried.")
  private int teamSize;

  @Option(names = "--matches", defaultValue = "200", description = "How many matches.")
  private int matches;

  @Mixin private SeedOption seed;
  @Mixin private ImplementationOption implementation;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (teamSize < 2 || teamSize > 11 || matches < 1) {
      throw new ParameterException(
          spec.commandLine(), "--team-size from 2 to 11 and --matches of at least 1 were expected");
    }
    var random = new Random(seed.get());
    var made = new ArrayList<Double>();
    var best = new ArrayList<Double>();
    for (int i = 0; i < matches; i++) {
      var ratings = random.ints(2L * teamSize, 1_200, 1_800).toArray();
      made.add(made(ratings));
      best.add(best(ratings));
    }
    report(made, best);
    return 0;
  }

  /** The difference of the means of the teams that the engine makes. */
  private double made(int[] ratings) {
    var matchmaking = implementation.get().over(profile());
    for (int i = 0; i < ratings.length; i++) {
      var rating = new OfNumber(ratings[i] * Millionths.ONE);
      var ticket = new Ticket("t" + i, Map.of(RATING, rating), TICKET_BYTES);
      matchmaking.add(Search.beginning(new Group("g" + i, List.of(ticket)), NOW), NOW);
    }
    var match = (MatchMade) matchmaking.advanceFully(NOW).get(0);
    var means =
        match.teams().stream()
            .mapToDouble(
                team ->
                    team.groups().stream()
                        .mapToDouble(SplitCommand::rating)
                        .average()
                        .orElseThrow())
            .toArray();
    return Math.abs(means[0] - means[1]);
  }

  private static double rating(Search search) {
    var value = (OfNumber) search.group().tickets().get(0).attributes().get(RATING);
    return (double) value.millionths() / Millionths.ONE;
  }

  /** The least difference of means: of all ways to choose one team. */
  private double best(int[] ratings) {
    int all = IntStream.of(ratings).sum();
    int least = Integer.MAX_VALUE;
    for (int set = 1; set < 1 << ratings.length; set++) {
      if (Integer.bitCount(set) == teamSize) {
        int sum = 0;
        for (int rest = set; rest != 0; rest &= rest - 1) {
          sum += ratings[Integer.numberOfTrailingZeros(rest)];
        }
        least = Math.min(least, Math.abs(all - 2 * sum));
      }
    }
    return (double) least / teamSize;
  }

  private Profile profile() {
    return Profile.of(
        "split",
        new Periods(300_000, 60_000, 300_000),
        false,
        Map.of(
            "match_size",
            new RuleDefinition(
                RuleType.PLAYER_COUNT,
                new RuleAttributes(2, teamSize, teamSize, null, null, null, null)),
            RATING,
            new RuleDefinition(
                RuleType.NUMBER_DIFFERENCE,
                new RuleAttributes(null, null, null, null, null, BigDecimal.valueOf(1_000), null))),
        List.of());
  }

  private void report(List<Double> made, List<Double> best) {
    var gaps =
        Percentiles.of(IntStream.range(0, made.size()).mapToDouble(i -> made.get(i) - best.get(i)));
    var out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "split, %s: %d matches of two teams of %d%n  teams' means apart: %s%n  the least possible:"
            + " %s%n  the gap: %s%n",
        implementation,
        made.size(),
        teamSize,
        Percentiles.of(made.stream().mapToDouble(Double::doubleValue)),
        Percentiles.of(best.stream().mapToDouble(Double::doubleValue)),
        gaps);
    out.printf(
        Locale.ROOT,
        "{\"implementation\":\"%s\",\"teamSize\":%d,\"matches\":%d,\"gapP50\":%.3f,\"gapP90\":%.3f,"
            + "\"gapMost\":%.3f}%n",
        implementation,
        teamSize,
        made.size(),
        gaps.at(50),
        gaps.at(90),
        gaps.at(100));
    out.flush();
  }
}
