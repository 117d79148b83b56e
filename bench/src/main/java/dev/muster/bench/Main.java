package dev.muster.bench;

import dev.muster.bench.crowd.CrowdCommand;
import dev.muster.bench.http.HttpCommand;
import dev.muster.bench.pool.PeopleCommand;
import dev.muster.bench.pool.PoolCommand;
import dev.muster.bench.split.SplitCommand;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code muster bench}: how fast and how good the engine is. */
@Command(
    name = "muster bench",
    description = "Measures the engine, and the HTTP API.",
    subcommands = {
      PoolCommand.class,
      PeopleCommand.class,
      CrowdCommand.class,
      SplitCommand.class,
      HeapCommand.class,
      HttpCommand.class
    })
public final class Main {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help message and exit.")
  @SuppressWarnings("unused") // picocli looks at it
  private boolean help;

  private Main() {}

  /** Runs the command and exits with its code: 0 done, 1 failed, 2 wrong arguments. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::explain);
  }

  /** A file that cannot be read is nobody's fault here: one line says which, and why. */
  private static int explain(
      Exception exception, CommandLine command, CommandLine.ParseResult arguments)
      throws Exception {
    if (!(exception instanceof IOException problem)) {
      throw exception;
    }
    var what =
        problem instanceof NoSuchFileException missing
            ? "there is no file " + missing.getFile()
            : problem.getMessage();
    command.getErr().println("muster: " + what);
    return command.getCommandSpec().exitCodeOnExecutionException();
  }
}
