package dev.muster.bench.pool;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code muster bench people}: writes a file of players for {@code muster bench pool}. */
@Command(
    name = "people",
    description =
        "Writes players in their order of arrival, the same for the same seed: eight regions and"
            + " three modes alike, ranks normal around 1500 with a deviation of 300.")
public final class PeopleCommand implements Callable<Integer> {
  @Option(names = "--file", required = true, description = "Where to write them.")
  private Path file;

  @Option(names = "--groups", defaultValue = "1000000", description = "How many groups.")
  private int groups;

  @Option(names = "--seed", defaultValue = "1", description = "Another seed, other players.")
  private long seed;

  @Option(
      names = "--parties",
      description = "60 %% alone, 25 %% in twos, 15 %% in threes; without this all are alone.")
  private boolean parties;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (groups < 1) {
      throw new ParameterException(
          spec.commandLine(), "--groups is " + groups + ", at least 1 was expected");
    }
    var random = new Random(seed);
    try (var out = new PrintWriter(Files.newBufferedWriter(file))) {
      out.print(PoolFile.HEADER + "\n");
      int players = 0;
      for (int group = 0; group < groups; group++) {
        int region = random.nextInt(8);
        int mode = random.nextInt(3);
        int size = parties ? size(random.nextInt(100)) : 1;
        for (int i = 0; i < size; i++) {
          long rank = Math.round(1_500 + 300 * random.nextGaussian());
          var party = size == 1 ? "" : "g" + group;
          out.print(
              "p" + players++ + ",r" + region + ",m" + mode + "," + rank + "," + party + "\n");
        }
      }
    }
    return 0;
  }

  private static int size(int draw) {
    return draw < 60 ? 1 : draw < 85 ? 2 : 3;
  }
}
