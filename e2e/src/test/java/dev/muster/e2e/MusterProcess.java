package dev.muster.e2e;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A {@code ./muster dev} as a user starts it. */
public final class MusterProcess implements AutoCloseable {
  public static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Duration START = Duration.ofMinutes(5);

  static {
    // Everything here waits for processes, on machines of any speed.
    Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
  }

  private final Process process;
  private final TemporaryFolder folder;
  private final Map<String, String> ready;
  private final KubernetesClient client;

  private MusterProcess(Process process, TemporaryFolder folder, Map<String, String> ready) {
    this.process = process;
    this.folder = folder;
    this.ready = ready;
    this.client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubeconfig().toFile()))
            .build();
  }

  /** Starts it on free ports and waits for its ready line. */
  static MusterProcess dev(String... arguments) {
    try {
      var folder = TemporaryFolder.named("muster-e2e");
      var command =
          new ArrayList<>(
              List.of(
                  HOME.resolve("muster").toString(),
                  "dev",
                  "--http-port",
                  "0",
                  "--management-port",
                  "0",
                  "--kubeconfig",
                  folder.path().resolve("kubeconfig").toString()));
      command.addAll(List.of(arguments));
      var process = start(folder.path(), command);
      return new MusterProcess(process, folder, awaitReady(process, folder.path()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Process start(Path folder, List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .directory(HOME.toFile())
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .redirectOutput(folder.resolve("stdout").toFile())
        .redirectError(folder.resolve("stderr").toFile())
        .start();
  }

  private static Map<String, String> awaitReady(Process process, Path folder) {
    try {
      return readyWithin(process, folder);
    } catch (RuntimeException e) {
      process.destroy();
      throw e;
    }
  }

  private static Map<String, String> readyWithin(Process process, Path folder) {
    return await("muster dev should print its ready line")
        .atMost(START)
        .pollInterval(Duration.ofMillis(50))
        .failFast("muster dev ended, see " + folder, () -> !process.isAlive())
        .until(() -> readyLine(folder), line -> !line.isEmpty());
  }

  private static Map<String, String> readyLine(Path folder) {
    var values = new HashMap<String, String>();
    read(folder.resolve("stdout"))
        .lines()
        .filter(line -> line.startsWith("ready "))
        .findFirst()
        .ifPresent(
            line -> {
              for (var word : line.substring("ready ".length()).split(" ", -1)) {
                int split = word.indexOf('=');
                values.put(word.substring(0, split), word.substring(split + 1));
              }
            });
    return values;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI http() {
    return URI.create(ready.get("http"));
  }

  URI management() {
    return URI.create(ready.get("management"));
  }

  /** A folder that is deleted with it. */
  public Path folder() {
    return folder.path();
  }

  Path kubeconfig() {
    return Path.of(ready.get("kubeconfig"));
  }

  public String token() {
    return ready.get("token");
  }

  public KubernetesClient client() {
    return client;
  }

  /** What it and its parts logged. */
  String log() {
    return read(folder.path().resolve("stderr"));
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** Every process that it started, itself included. */
  List<ProcessHandle> family() {
    var family = new ArrayList<ProcessHandle>();
    family.add(handle());
    handle().descendants().forEach(family::add);
    return family;
  }

  @Override
  public void close() {
    client.close();
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    folder.close();
  }
}
