package dev.muster.cli.local;

import dev.muster.api.v1alpha1.Api;
import dev.muster.devcluster.node.ContainerProcess;
import dev.muster.devcluster.node.Launch;
import dev.muster.devcluster.node.Supervisor;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * The runtime of Matchmaker default as a child of this process, for a cluster that is elsewhere.
 */
final class RuntimeProcess implements AutoCloseable {
  private static final Duration SECRET = Duration.ofSeconds(30);
  private static final Duration SERVING = Duration.ofSeconds(60);
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final int GRACE_SECONDS = 10;

  private final PodsDirectory folder;
  private final Supervisor supervisor;
  private final ContainerProcess process;
  private final CompletableFuture<Integer> ended;

  private RuntimeProcess(
      PodsDirectory folder,
      Supervisor supervisor,
      ContainerProcess process,
      CompletableFuture<Integer> ended) {
    this.folder = folder;
    this.supervisor = supervisor;
    this.process = process;
    this.ended = ended;
  }

  /** Starts it; its log goes to this process's standard error. */
  static RuntimeProcess start(
      LocalOptions options,
      Path kubeconfig,
      KubernetesClient client,
      String namespace,
      int httpPort,
      int managementPort) {
    var folder = new PodsDirectory();
    var supervisor = new Supervisor(folder.path());
    var ended = new CompletableFuture<Integer>();
    try {
      var tokens =
          write(client, namespace, Tokens.secretName(client, namespace), folder.path(), "tokens");
      var keys = write(client, namespace, Api.DEFAULT_MATCHMAKER + "-keys", folder.path(), "keys");
      var environment = new TreeMap<String, String>();
      environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
      environment.put("HOME", folder.path().toString());
      environment.put("KUBECONFIG", kubeconfig.toAbsolutePath().toString());
      environment.put("MUSTER_NAMESPACE", namespace);
      environment.put("MUSTER_MATCHMAKER", "default");
      environment.put("MUSTER_POD_IP", "127.0.0.1");
      environment.put("MUSTER_HTTP_PORT", Integer.toString(httpPort));
      environment.put("MUSTER_MANAGEMENT_PORT", Integer.toString(managementPort));
      environment.put("MUSTER_TOKENS_DIRECTORY", tokens.toString());
      environment.put("MUSTER_KEYS_DIRECTORY", keys.toString());
      options
          .recordings()
          .ifPresent(to -> environment.put(LocalMuster.RECORDING_DIRECTORY, to.toString()));
      var process =
          supervisor.start(
              new Launch(options.installation().runtime(), environment, folder.path()),
              listener(ended));
      return new RuntimeProcess(folder, supervisor, process, ended);
    } catch (IOException e) {
      throw new CannotContinue("cannot start the runtime: " + e.getMessage(), e);
    }
  }

  private static ContainerProcess.Listener listener(CompletableFuture<Integer> ended) {
    return new ContainerProcess.Listener() {
      @Override
      public void output(byte[] bytes, int length) {
        System.err.write(bytes, 0, length);
        System.err.flush();
      }

      @Override
      public void ended(int exitCode) {
        ended.complete(exitCode);
      }
    };
  }

  /** A pod would have the Secret as a volume; who makes it may do so a moment later. */
  private static Path write(
      KubernetesClient client, String namespace, String name, Path parent, String folder)
      throws IOException {
    Resource<io.fabric8.kubernetes.api.model.Secret> secret =
        client.secrets().inNamespace(namespace).withName(name);
    secret.waitUntilCondition(
        found -> found != null && found.getData() != null && !found.getData().isEmpty(),
        SECRET.toMillis(),
        TimeUnit.MILLISECONDS);
    var directory = Files.createDirectory(parent.resolve(folder));
    for (Map.Entry<String, String> entry : secret.get().getData().entrySet()) {
      Files.write(directory.resolve(entry.getKey()), Base64.getDecoder().decode(entry.getValue()));
    }
    return directory;
  }

  /**
   * Waits until it serves. What the cluster says of profiles does not do: an earlier runtime may
   * have left it there.
   *
   * @param management where its health is asked
   * @throws CannotContinue when it ends, or takes too long
   */
  void awaitServing(URI management) {
    var http = HttpClient.newBuilder().connectTimeout(ANSWER).build();
    var question =
        HttpRequest.newBuilder(management.resolve("/health/ready")).timeout(ANSWER).build();
    long deadline = System.nanoTime() + SERVING.toNanos();
    while (!isServing(http, question)) {
      if (ended.isDone()) {
        throw ended(ended.join());
      }
      if (System.nanoTime() > deadline) {
        throw new CannotContinue(
            "the runtime does not serve after " + SERVING.toSeconds() + " s; its log is above");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private static boolean isServing(HttpClient http, HttpRequest question) {
    try {
      return http.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false; // it does not listen yet
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotContinue("interrupted while the runtime was starting", e);
    }
  }

  /** Waits for its end, and gives that as a reason not to go on. */
  CannotContinue awaitEnd() throws InterruptedException {
    try {
      return ended(ended.get());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static CannotContinue ended(int exitCode) {
    return new CannotContinue(
        "the runtime has ended with exit code " + exitCode + "; its log is above");
  }

  @Override
  public void close() throws IOException {
    process.terminate();
    try {
      ended.get(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      process.kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.kill();
    }
    supervisor.close();
    folder.close();
  }
}
