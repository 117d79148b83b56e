package dev.muster.cli;

import dev.muster.cli.local.Crds;
import dev.muster.cli.validate.Validation;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code muster validate}: what a cluster would refuse, without one. */
@Command(
    name = "validate",
    description = {
      "Says what kubectl apply and the operator would refuse of YAML files, without a cluster.",
      "",
      "One line for each mistake:",
      "  FILE:LINE:COLUMN: path: message",
      "Each file is taken by itself; an object that stands in it twice is changed by the second."
          + " Objects of other kinds than Muster's are not checked.",
      "",
      "Exit code 0: nothing would be refused; 1: something would."
    })
final class ValidateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE|DIR|-",
      arity = "1..*",
      description = "YAML or JSON files, folders of such, or - for standard input.")
  private List<String> paths;

  @Option(
      names = {"-R", "--recursive"},
      description = "Looks into folders in folders too.")
  private boolean recursive;

  @Override
  public Integer call() {
    var validation = new Validation(Crds.documents(), recursive);
    paths.forEach(path -> validation.add(path, System.in));
    var report = validation.report();
    var out = spec.commandLine().getOut();
    report.lines().forEach(out::println);
    out.flush();
    spec.commandLine().getErr().println(report.counts());
    return report.counts().mistakes() == 0 ? 0 : 1;
  }
}
