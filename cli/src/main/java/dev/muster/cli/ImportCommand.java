package dev.muster.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code muster import}: from other matchmakers to Muster. */
@Command(
    name = "import",
    description = "Turns the configuration of another matchmaker into Muster's resources.",
    synopsisSubcommandLabel = "FORMAT",
    subcommands = ImportEdgegapCommand.class)
final class ImportCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(hidden = true)
  private List<String> unknown = new ArrayList<>();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        (unknown.isEmpty() ? "missing FORMAT" : "unknown FORMAT '" + unknown.get(0) + "'")
            + ", edgegap was expected");
  }
}
