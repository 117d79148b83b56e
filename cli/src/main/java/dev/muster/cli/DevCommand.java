package dev.muster.cli;

import dev.muster.cli.local.Crds;
import dev.muster.cli.local.Installation;
import dev.muster.cli.local.LocalMuster;
import dev.muster.cli.local.LocalOptions;
import dev.muster.cli.local.Manifests;
import dev.muster.cli.validate.Validation;
import dev.muster.devcluster.node.NodeConfig;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code muster dev}: all of Muster on this machine, until Ctrl-C. */
@Command(
    name = "dev",
    description = {
      "Runs all of Muster on this machine: an embedded Kubernetes API, the operator, the runtime"
          + " of Matchmaker default, and game servers as processes. For development; nothing is"
          + " kept after it ends.",
      "",
      "Prints one line when it serves:",
      "  ready http=URL management=URL kubeconfig=FILE token=TOKEN"
    })
final class DevCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = {
        "Port for game clients on 127.0.0.1; 0 takes a free one.",
        "Default: ${DEFAULT-VALUE}."
      })
  private int httpPort;

  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      defaultValue = "8081",
      description = {
        "Port for health and metrics on 127.0.0.1; 0 takes a free one.",
        "Default: ${DEFAULT-VALUE}."
      })
  private int managementPort;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = {
        "The kubeconfig to write for kubectl. A file that muster did not write is not overwritten.",
        "Default: .muster/kubeconfig-PORT"
      })
  private Path kubeconfig;

  @Option(
      names = "--pods",
      paramLabel = "process|simulated",
      defaultValue = "process",
      description = {
        "process: pods run as processes when their image has a command, as Muster's own images and"
            + " those of --map do; others are simulated: they become ready, and nobody listens at"
            + " their address. simulated: all pods but the runtime's are.",
        "Default: ${DEFAULT-VALUE}."
      })
  private String pods;

  @Option(
      names = "--map",
      paramLabel = "IMAGE=COMMAND",
      description =
          "Runs pods of this image as this command on this machine; words are split at spaces. May be"
              + " repeated. Pods of images without a command are simulated.")
  private List<String> maps = new ArrayList<>();

  @Option(
      names = "-f",
      paramLabel = "FILE|DIR",
      description =
          "Applies these YAML files and waits until their profiles are Ready. They are checked as"
              + " muster validate does; nothing is started when one has a mistake.")
  private List<Path> manifests = new ArrayList<>();

  @Option(
      names = "--external-cluster",
      paramLabel = "FILE",
      description =
          "Uses the real cluster of this kubeconfig: operator and runtime run here, game servers"
              + " there.")
  private Path externalCluster;

  @Option(
      names = "--record",
      paramLabel = "DIR",
      description =
          "Records what the runtime's engines are told into a file in this folder, for muster"
              + " replay.")
  private Path record;

  @Override
  public Integer call() throws InterruptedException {
    var err = spec.commandLine().getErr();
    if (!isValid(err)) {
      return 1;
    }
    var muster = new LocalMuster(options(), line -> err.println("muster: " + line));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(muster, err), "end"));
    muster.start();
    var out = spec.commandLine().getOut();
    out.println(
        "ready http="
            + muster.http()
            + " management="
            + muster.management()
            + " kubeconfig="
            + muster.kubeconfig().toAbsolutePath()
            + " token="
            + muster.token());
    out.flush();
    muster.await();
    return 0;
  }

  private static void end(LocalMuster muster, PrintWriter err) {
    muster.close();
    err.println("muster: stopped");
    err.flush();
  }

  /** Whether a cluster would take what is to be applied; says why not. */
  private boolean isValid(PrintWriter err) {
    var validation = new Validation(Crds.documents(), false);
    manifests.stream()
        .flatMap(path -> Manifests.files(path).stream())
        .forEach(file -> validation.add(file.toString(), InputStream.nullInputStream()));
    var report = validation.report();
    report.lines().forEach(err::println);
    if (report.counts().mistakes() > 0) {
      err.println("muster: nothing was started: " + report.counts());
    }
    err.flush();
    return report.counts().mistakes() == 0;
  }

  private LocalOptions options() {
    return new LocalOptions(
        Installation.ofThisProcess(),
        port("--http-port", httpPort),
        port("--management-port", managementPort),
        Optional.ofNullable(kubeconfig),
        podsMode(),
        images(),
        manifests,
        Optional.ofNullable(externalCluster),
        Optional.ofNullable(record).map(Path::toAbsolutePath).map(Path::normalize));
  }

  private int port(String option, int port) {
    if (port < 0 || port > 65_535) {
      throw wrong(option + " is " + port + ", a port from 0 to 65535 was expected");
    }
    return port;
  }

  private NodeConfig.Pods podsMode() {
    return switch (pods) {
      case "process" -> NodeConfig.Pods.PROCESS;
      case "simulated" -> NodeConfig.Pods.SIMULATED;
      default -> throw wrong("--pods is '" + pods + "', process or simulated was expected");
    };
  }

  private Map<String, List<String>> images() {
    var images = new TreeMap<String, List<String>>();
    for (var map : maps) {
      int split = map.indexOf('=');
      if (split < 1 || map.substring(split + 1).isBlank()) {
        throw wrong("--map is '" + map + "', IMAGE=COMMAND was expected");
      }
      images.put(map.substring(0, split), List.of(map.substring(split + 1).strip().split("\\s+")));
    }
    return images;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
