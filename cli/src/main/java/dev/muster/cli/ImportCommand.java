package dev.muster.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code muster import}: from other matchmakers to Muster. */
@Command(
    name = "import",
    description = "Turns the configuration of another matchmaker into Muster's resources.",
    synopsisSubcommandLabel = "FORMAT",
    subcommands = ImportEdgegapCommand.class)
final class ImportCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing FORMAT, edgegap was expected");
  }
}
