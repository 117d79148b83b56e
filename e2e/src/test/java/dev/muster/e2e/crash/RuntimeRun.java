package dev.muster.e2e.crash;

import dev.muster.api.v1alpha1.Api;
import dev.muster.runtime.RuntimeConfig;
import dev.muster.runtime.RuntimeProcess;
import dev.muster.runtime.cluster.ClusterClient;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/** A run of the runtime of Matchmaker default of one namespace. */
final class RuntimeRun implements Run {
  private static final String ADDRESS = "127.0.0.1";

  private final RuntimeProcess process;
  private final int port = freePort();
  private final ExecutorService threads;

  RuntimeRun(Door door, String namespace, Path tokens, ExecutorService threads) {
    var client =
        ClusterClient.open(new ConfigBuilder(Config.empty()).withMasterUrl(door.url()), namespace);
    process =
        new RuntimeProcess(
            new RuntimeConfig(namespace, Api.DEFAULT_MATCHMAKER, ADDRESS, port, 0, tokens, tokens),
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2)),
            client);
    this.threads = threads;
  }

  /** Where players reach it. */
  URI url() {
    return URI.create("http://" + ADDRESS + ":" + port);
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public CompletionStage<Void> start() {
    return process.start();
  }

  @Override
  public boolean isLive() {
    return true;
  }

  @Override
  public CompletionStage<Void> kill() {
    // It closes its client last: a client that is closed first keeps its connections for ever.
    return CompletableFuture.runAsync(process::stop, threads);
  }
}
