package dev.muster.bench;

import dev.muster.bench.crowd.CrowdCommand;
import dev.muster.bench.pool.PeopleCommand;
import dev.muster.bench.pool.PoolCommand;
import dev.muster.bench.split.SplitCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code muster bench}: how fast and how good the engine is. */
@Command(
    name = "muster bench",
    description = "Measures the engine.",
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    subcommands = {
      PoolCommand.class,
      PeopleCommand.class,
      CrowdCommand.class,
      SplitCommand.class,
      HeapCommand.class
    })
public final class Main {
  private Main() {}

  /** Runs the command and exits with its code: 0 done, 1 failed, 2 wrong arguments. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
  }
}
