package dev.muster.cli;

import dev.muster.cli.local.CannotContinue;
import dev.muster.cli.local.Installation;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The {@code muster} command. */
@Command(
    name = "muster",
    description = "Self-hosted matchmaking for Kubernetes.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    version = Installation.VERSION,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DevCommand.class,
      DemoCommand.class,
      ImportCommand.class,
      ValidateCommand.class,
      ExplainCommand.class,
      ReplayCommand.class
    })
public final class Main {
  private Main() {}

  /** Runs the command and exits with its code: 0 done, 1 failed, 2 wrong arguments. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(
            (problem, command, parsed) -> {
              if (problem instanceof CannotContinue cause) {
                command.getErr().println("muster: " + cause.getMessage());
              } else {
                problem.printStackTrace(command.getErr());
              }
              return 1;
            });
  }
}
