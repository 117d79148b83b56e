package dev.muster.cli;

import dev.muster.cli.demo.DemoStory;
import dev.muster.cli.local.Installation;
import dev.muster.cli.local.LocalMuster;
import dev.muster.cli.local.LocalOptions;
import dev.muster.devcluster.node.NodeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code muster demo}: the whole story, by itself. */
@Command(
    name = "demo",
    description =
        "Plays the whole story on this machine: two queues, players, matches, game servers, and a"
            + " rule change while players wait.")
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var installation = Installation.ofThisProcess();
    var examples = installation.home().resolve("examples");
    var out = spec.commandLine().getOut();
    var folder = Files.createTempDirectory("muster-demo");
    var muster =
        new LocalMuster(
            new LocalOptions(
                installation,
                0,
                0,
                Optional.of(folder.resolve("kubeconfig")),
                NodeConfig.Pods.PROCESS,
                Map.of(),
                List.of(examples.resolve("01-simple"), examples.resolve("02-advanced")),
                Optional.empty(),
                Optional.empty()),
            line -> {
              out.println("         " + line);
              out.flush();
            });
    Runtime.getRuntime().addShutdownHook(new Thread(muster::close, "end"));
    try (var story = new DemoStory(out, muster, examples)) {
      story.play();
    } finally {
      muster.close();
      Files.deleteIfExists(folder);
    }
    return 0;
  }
}
