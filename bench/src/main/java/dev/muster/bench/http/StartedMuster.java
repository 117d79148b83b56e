package dev.muster.bench.http;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A {@code ./muster dev} with one queue, until it is closed, whose runtime is started as in its
 * image. The load goes to the runtime's pod, not through the port that is forwarded to it: that is
 * the embedded cluster's.
 */
final class StartedMuster implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("ready .*token=(\\S+).*");
  private static final String RUNTIME = "matchmaker-runtime";
  private static final String IMAGE = "muster.dev/" + RUNTIME + ":0.1.0";
  private static final int PORT = 8080;

  /** How the runtime's image starts it. {@code ./muster dev} alone is content with less. */
  static final List<String> JVM =
      List.of(System.getProperty("java.home") + "/bin/java", "-Xmx512m", "-XX:+UseSerialGC", "-cp");

  private static final int END_SECONDS = 30;

  private final Process process;
  private final Path folder;
  private final String url;
  private final String token;

  private StartedMuster(Process process, Path folder, String url, String token) {
    this.process = process;
    this.folder = folder;
    this.url = url;
    this.token = token;
  }

  /** Starts it, and waits until the queue is served. */
  static StartedMuster start(Path home, String profile) throws IOException {
    var folder = Files.createTempDirectory("muster-bench");
    var file = Files.writeString(folder.resolve("profile.yaml"), profile);
    var kubeconfig = folder.resolve("kubeconfig");
    var process =
        new ProcessBuilder(
                List.of(
                    home.resolve("muster").toString(),
                    "dev",
                    "--http-port=0",
                    "--management-port=0",
                    "--kubeconfig=" + kubeconfig,
                    "--map=" + IMAGE + "=" + runtime(home),
                    "-f",
                    file.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (var line = out.readLine(); line != null; line = out.readLine()) {
      var ready = READY.matcher(line);
      if (ready.matches()) {
        return new StartedMuster(process, folder, podUrl(kubeconfig), ready.group(1));
      }
    }
    throw new IOException("./muster dev ended before it was ready");
  }

  private static String runtime(Path home) throws IOException {
    var target = home.resolve(RUNTIME).resolve("target");
    var dependencies = Files.readString(target.resolve("dependencies.classpath")).strip();
    return String.join(" ", JVM)
        + " "
        + target.resolve(RUNTIME + ".jar")
        + File.pathSeparator
        + dependencies
        + " dev.muster.runtime.Main";
  }

  private static String podUrl(Path kubeconfig) {
    var config = Config.fromKubeconfig(kubeconfig.toFile());
    try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
      var pods = client.pods().inNamespace("default").withLabel("muster.dev/matchmaker", "default");
      var address = pods.list().getItems().get(0).getStatus().getPodIP();
      return "http://" + address + ":" + PORT;
    }
  }

  String url() {
    return url;
  }

  String token() {
    return token;
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      process.waitFor(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
