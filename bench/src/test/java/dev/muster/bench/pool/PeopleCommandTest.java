package dev.muster.bench.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PeopleCommandTest {
  @TempDir private Path directory;

  private Path people(String name, String... arguments) {
    var file = directory.resolve(name);
    var command = new CommandLine(new PeopleCommand());
    var all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--file";
    all[arguments.length + 1] = file.toString();
    assertThat(command.execute(all)).isZero();
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
