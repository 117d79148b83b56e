package dev.muster.bench.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.devcluster.DevCluster;
import dev.muster.devcluster.DevClusterConfig;
import dev.muster.devcluster.node.NodeConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An embedded cluster in a JVM of its own; {@link #main} is what runs there. */
final class DevClusterProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JAVA = System.getProperty("java.home") + "/bin/java";

  private final Process process;
  private final JsonNode access;

  private DevClusterProcess(Process process, JsonNode access) {
    this.process = process;
    this.access = access;
  }

  /**
   * Starts one, with the same options of the JVM as {@code ./muster}, and waits until it serves.
   */
  static DevClusterProcess start(String... options) throws IOException {
    var command = new ArrayList<>(List.of(JAVA, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off"));
    var archive = System.getProperty("muster.archive");
    if (archive != null) {
      command.add("-XX:SharedArchiveFile=" + archive);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(options));
    command.add(DevClusterProcess.class.getName());
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    var line = out.readLine();
    if (line == null) {
      throw new IOException("the cluster did not start");
    }
    return new DevClusterProcess(process, JSON.readTree(line));
  }

  String url() {
    return access.path("url").asText();
  }

  String certificate() {
    return access.path("certificate").asText();
  }

  String token() {
    return access.path("token").asText();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs a cluster until the process is ended; tells on one line how to reach it. */
  public static void main(String[] args) throws IOException {
    var folder = Files.createTempDirectory("muster-bench");
    var node = new NodeConfig(NodeConfig.Pods.SIMULATED, Map.of(), folder.resolve("pods"));
    var cluster = DevCluster.start(new DevClusterConfig(20_000).withNode(node));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  cluster.close();
                  delete(folder);
                }));
    var token = cluster.kubeconfig().replaceAll("(?s).*token: (\\S+).*", "$1");
    var access =
        Map.of("url", cluster.url(), "certificate", cluster.caCertificate(), "token", token);
    System.out.println(JSON.writeValueAsString(access));
    // Ends when whoever started it has ended.
    System.in.transferTo(OutputStream.nullOutputStream());
    System.exit(0);
  }

  private static void delete(java.nio.file.Path folder) {
    try {
      Files.deleteIfExists(folder.resolve("pods"));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
