package dev.muster.devcluster.kubectl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.muster.devcluster.DevCluster;
import dev.muster.devcluster.kubectl.Transcript.Command;
import dev.muster.devcluster.replay.Difference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the commands of a transcript in a folder with its files, as a user of the cluster. */
final class Terminal implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path folder;
  private final Difference difference = new Difference();
  private Running background;
  private int count;

  Terminal(DevCluster cluster, Transcript transcript, Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig());
    for (var file : transcript.files().entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }

  /** A command that was started. */
  private record Running(Command command, Process process, Path out, Path err) {
    String output() {
      return text(out);
    }

    String errors() {
      return text(err);
    }

    private static String text(Path file) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Whether there is a kubectl that prints what the transcripts say. */
  static boolean hasKubectl() {
    try {
      var process =
          new ProcessBuilder("kubectl", "version", "--client")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      var said = new String(process.getInputStream().readAllBytes(), UTF_8);
      return process.waitFor() == 0 && said.contains("Client Version: v1.32.");
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Runs a command: what it printed otherwise than the transcript says. */
  List<String> run(Command command) throws IOException, InterruptedException {
    var running = start(command);
    if (command.runsOn()) {
      background = running;
      if (!command.line().contains(" wait ")) {
        await().atMost(PATIENCE).until(() -> !running.output().isEmpty());
      }
      return List.of();
    }
    if (!running.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      running.process().destroyForcibly().waitFor();
    }
    var problems = new ArrayList<>(compare(running));
    int exitCode = running.process().exitValue();
    if (exitCode != command.exitCode()) {
      problems.add("exit code " + exitCode + ", expected " + command.exitCode());
    }
    if (background != null) {
      problems.addAll(end(background));
      background = null;
    }
    return problems;
  }

  private Running start(Command command) throws IOException {
    var out = folder.resolve("out" + ++count);
    var err = folder.resolve("err" + count);
    var builder =
        new ProcessBuilder(command.words())
            .directory(folder.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("KUBECONFIG", folder.resolve("kubeconfig").toString());
    builder.environment().put("HOME", folder.toString());
    return new Running(command, builder.start(), out, err);
  }

  private List<String> end(Running running) throws InterruptedException {
    long lines = running.command().output().strip().lines().count();
    await()
        .atMost(PATIENCE)
        .until(() -> running.output().lines().count() >= lines || !running.process().isAlive());
    running.process().destroy();
    running.process().waitFor();
    return compare(running);
  }

  private List<String> compare(Running running) {
    var problems = new ArrayList<String>();
    problems.addAll(between(running.command().output(), running.output()));
    problems.addAll(between(running.command().errors(), running.errors()));
    return problems;
  }

  private List<String> between(String wanted, String found) {
    return difference.between(plain(wanted), plain(found));
  }

  /** Without the padding of columns, which depends on what changes. */
  private static String plain(String text) {
    return text.replaceAll(" +", " ").replaceAll("(?m) $", "").strip();
  }

  @Override
  public void close() {
    if (background != null) {
      background.process().destroyForcibly();
    }
  }
}
