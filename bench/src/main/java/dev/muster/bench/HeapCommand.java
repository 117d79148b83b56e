package dev.muster.bench;

import dev.muster.engine.ticket.Search;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code muster bench heap}: what waiting tickets take in memory. */
@Command(
    name = "heap",
    description =
        "Lets tickets with the five attributes of the advanced example wait, and prints what the"
            + " engine takes for each in the heap, and what the ticket takes that it was given.")
final class HeapCommand implements Callable<Integer> {
  private static final long NOW = 1_700_000_000_000L;
  private static final int COLLECTIONS = 4;

  @Option(
      names = "--waiting",
      defaultValue = "100000",
      description = "How many tickets; default ${DEFAULT-VALUE}.")
  private int waiting;

  @Mixin private ImplementationOption implementation;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (waiting < 1) {
      throw new ParameterException(
          spec.commandLine(), "--waiting is " + waiting + ", at least 1 was expected");
    }
    long before = used();
    var searches = searches();
    long withTickets = used();
    var matchmaking = implementation.get().over(AdvancedExample.profile());
    searches.forEach(search -> matchmaking.add(search, NOW));
    int matches = matchmaking.advanceFully(NOW).size();
    long withEngine = used();
    var standing = matchmaking.standing();
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "{\"implementation\":\"%s\",\"tickets\":%d,\"groupsMatched\":%d,\"matches\":%d,"
                + "\"engineBytesPerTicket\":%.1f,\"givenBytesPerTicket\":%.1f}%n",
            implementation,
            standing.tickets(),
            searches.size() - standing.groups(),
            matches,
            (withEngine - withTickets) / (double) standing.tickets(),
            (withTickets - before) / (double) waiting);
    spec.commandLine().getOut().flush();
    return 0;
  }

  private List<Search> searches() {
    var searches = new ArrayList<Search>();
    for (var group : Population.sparseGroups(1, waiting)) {
      searches.add(Search.beginning(group, NOW));
    }
    return searches;
  }

  private static long used() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
