package dev.muster.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Admission;
import dev.muster.engine.Event.MatchMade;
import dev.muster.engine.ticket.Search;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

class PlainPoolTest {
  @Test
  void countsTheMatchesOfAllAtOnce() throws RunnerException {
    var result = once("PlainPool.allAtOnce");

    assertThat(result.getPrimaryResult().getScore()).isPositive();
    assertThat(
            result.getSecondaryResults().get("matches").getScore()
                / result.getPrimaryResult().getScore())
        .as("matches in one go, of 200 players in teams of four")
        .isBetween(5.0, 50.0);
  }

  @Test
  void measuresTheLastArrival() throws RunnerException {
    assertThat(once("PlainPool.lastArrival").getPrimaryResult().getScore()).isPositive();
  }

  @Test
  void everyGroupOfThePopulationMaySearchAndEveryMatchHasFourPlayersOnce() {
    var matchmaking = Implementation.PLAIN.over(AdvancedExample.profile());
    var population = new Population(3);
    for (int i = 0; i < 500; i++) {
      assertThat(matchmaking.add(Search.beginning(population.next(), 0), 0))
          .isEqualTo(new Admission.Searching());
    }

    var events = matchmaking.advance(0);

    var seen = new HashSet<String>();
    assertThat(events).hasSizeGreaterThan(50);
    for (var event : events) {
      var groups = ((MatchMade) event).teams().get(0).groups();
      assertThat(groups.stream().mapToInt(search -> search.group().size()).sum()).isEqualTo(4);
      assertThat(groups).allMatch(search -> seen.add(search.group().id()));
    }
  }

  private static RunResult once(String benchmark) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(benchmark)
            .param("implementation", "indexed")
            .param("waiting", "200")
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(50))
            .verbosity(VerboseMode.SILENT);
    return new Runner(options.build()).runSingle();
  }
}
