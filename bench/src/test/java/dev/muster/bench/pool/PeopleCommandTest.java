package dev.muster.bench.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.bench.BenchRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeopleCommandTest {
  @TempDir private Path directory;

  private Path people(String name, String... arguments) {
    var file = directory.resolve(name);
    var words = new ArrayList<>(List.of("people", "--file", file.toString()));
    words.addAll(List.of(arguments));
    var run = BenchRun.of(words.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    return file;
  }

  @Test
  void writesWhatThePoolReads() throws IOException {
    var entrants = PoolFile.read(people("parties.csv", "--groups", "2000", "--parties"));

    assertThat(entrants).hasSize(2_000);
    assertThat(entrants.stream().filter(entrant -> entrant.size() == 1).count())
        .isBetween(1_100L, 1_300L);
    assertThat(entrants.stream().mapToInt(Entrant::region).distinct().count()).isEqualTo(8);
  }

  @Test
  void aSeedIsOneCrowd() throws IOException {
    var first = Files.readString(people("a.csv", "--groups", "100", "--seed", "3"));
    var again = Files.readString(people("b.csv", "--groups", "100", "--seed", "3"));
    var other = Files.readString(people("c.csv", "--groups", "100", "--seed", "4"));

    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
  }
}
