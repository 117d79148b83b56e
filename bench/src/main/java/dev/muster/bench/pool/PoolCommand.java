package dev.muster.bench.pool;

import dev.muster.bench.Implementation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code muster bench pool}: runs a file of players through an implementation and measures it. */
@Command(
    name = "pool",
    description =
        "Adds the groups of a file to the engine, makes all matches, checks each of them, and"
            + " prints the times: the median of the iterations, on one thread, of adding and"
            + " matching together.")
public final class PoolCommand implements Callable<Integer> {
  private static final int MOST_WARM_UPS = 300;

  /** The most groups for which the plain implementation is asked, too. */
  private static final int MOST_BESIDE_PLAIN = 2_000;

  enum ImplementationName {
    INDEXED,
    PLAIN,
    FLOOR
  }

  enum Load {
    BATCH,
    STREAM
  }

  @Option(
      names = "--workload",
      required = true,
      description = "The rules: ${COMPLETION-CANDIDATES}.")
  private Workload workload;

  @Option(
      names = "--file",
      required = true,
      description = "The players: id,region,mode,rank,party; one line each, after a header.")
  private Path file;

  @Option(
      names = "--implementation",
      defaultValue = "indexed",
      description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private ImplementationName implementation;

  @Option(
      names = "--load",
      defaultValue = "batch",
      description = "All at once, or matched after each arrival: ${COMPLETION-CANDIDATES}.")
  private Load load;

  @Option(
      names = "--matches",
      description = "Where to write the matches: the players' ids, one line per match.")
  private Path matches;

  @Option(
      names = "--iterations",
      defaultValue = "7",
      description = "How many runs are measured after the warm-up, at least 5.")
  private int iterations;

  @Option(
      names = "--warm-up-seconds",
      defaultValue = "2",
      description = "How much CPU time is spent on runs before, at least on one.")
  private double warmUpSeconds;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (iterations < 5) {
      throw new ParameterException(
          spec.commandLine(), "--iterations is " + iterations + ", at least 5 was expected");
    }
    if (implementation == ImplementationName.FLOOR && load == Load.STREAM) {
      throw new ParameterException(
          spec.commandLine(), "--load stream is not for the floor, which only sorts; use batch");
    }
    var entrants = PoolFile.read(file);
    warmUp(entrants);
    var measured = new ArrayList<Measurement>();
    List<Made> made = List.of();
    for (int i = 0; i < iterations; i++) {
      var contender = contender(entrants);
      measured.add(Measurement.of(contender::run));
      made = contender.made();
      var problem = Made.problem(workload, made);
      if (problem.isPresent()) {
        spec.commandLine().getErr().println(problem.get());
        return 1;
      }
    }
    if (matches != null) {
      write(made);
    }
    report(entrants, made, Measurement.median(measured));
    return 0;
  }

  private void warmUp(List<Entrant> entrants) {
    double spent = 0;
    for (int i = 0; i < MOST_WARM_UPS && (i == 0 || spent < warmUpSeconds); i++) {
      spent += Measurement.of(contender(entrants)::run).cpuNanos() / 1e9;
    }
  }

  private Contender contender(List<Entrant> entrants) {
    return switch (implementation) {
      case FLOOR -> new Floor(workload, entrants);
      case INDEXED -> engine(Implementation.INDEXED, entrants);
      case PLAIN -> engine(Implementation.PLAIN, entrants);
    };
  }

  private Engine engine(Implementation engine, List<Entrant> entrants) {
    return new Engine(engine.over(workload.profile()), workload, entrants, load == Load.STREAM);
  }

  private void write(List<Made> made) throws IOException {
    Files.write(
        matches,
        made.stream()
            .map(
                match ->
                    String.join(
                        " ",
                        match.entrants().stream()
                            .flatMap(entrant -> entrant.players().stream())
                            .toList()))
            .toList());
  }

  private void report(List<Entrant> entrants, List<Made> made, Measurement median) {
    var out = spec.commandLine().getOut();
    var quality = Quality.of(made, entrants.size());
    out.printf(
        Locale.ROOT,
        "%s, %s, %s: %.3f ms of CPU, %.0f ns and %d bytes allocated per group%n",
        workload,
        lower(implementation),
        lower(load),
        median.cpuNanos() / 1e6,
        (double) median.cpuNanos() / entrants.size(),
        median.allocatedBytes() / entrants.size());
    quality.print(out, load == Load.STREAM, workload.teamCount > 1);
    if (implementation == ImplementationName.INDEXED && entrants.size() <= MOST_BESIDE_PLAIN) {
      out.println("The plain implementation on the same:");
      plainQuality(entrants).print(out, load == Load.STREAM, workload.teamCount > 1);
    }
    printJson(out, entrants, quality, median);
    out.flush();
  }

  private Quality plainQuality(List<Entrant> entrants) {
    var plain = engine(Implementation.PLAIN, entrants);
    plain.run();
    return Quality.of(plain.made(), entrants.size());
  }

  private void printJson(
      PrintWriter out, List<Entrant> entrants, Quality quality, Measurement median) {
    out.printf(
        Locale.ROOT,
        "{\"workload\":\"%s\",\"implementation\":\"%s\",\"load\":\"%s\",\"groups\":%d,"
            + "\"players\":%d,\"matches\":%d,\"matchedGroups\":%d,\"wallSeconds\":%.6f,"
            + "\"cpuSeconds\":%.6f,\"spreadP50\":%s,\"spreadMax\":%s,\"peakHeapMb\":%.1f}%n",
        workload,
        lower(implementation),
        lower(load),
        entrants.size(),
        entrants.stream().mapToInt(Entrant::size).sum(),
        quality.matches(),
        quality.matchedGroups(),
        median.wallNanos() / 1e9,
        median.cpuNanos() / 1e9,
        number(quality.spreadP50()),
        number(quality.spreadMax()),
        median.peakHeapBytes() / 1048576.0);
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.3f", value);
  }

  private static String lower(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }
}
