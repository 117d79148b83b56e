package dev.muster.e2e.crash;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.DevCluster;
import dev.muster.devcluster.DevClusterConfig;
import dev.muster.devcluster.node.NodeConfig;
import dev.muster.devcluster.store.DeleteOptions;
import dev.muster.devcluster.store.ObjectStore;
import dev.muster.devcluster.store.Resource;
import dev.muster.e2e.TemporaryFolder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A cluster in which one walk after the other is made, each in a namespace of its own. */
final class Lane implements AutoCloseable {
  private static final List<String> CRDS =
      List.of("matchmakers", "matchmakerprofiles", "matches", "backfills");

  /** Of all changes of a lane, those of the last few walks. */
  private static final int REMEMBERED = 4_000;

  private final TemporaryFolder folder = TemporaryFolder.named("muster-crash-walks");
  private final DevCluster cluster;
  private final Vertx vertx = Vertx.vertx();
  private final Upstream upstream;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            var thread = new Thread(task, "crash-walk");
            thread.setDaemon(true);
            return thread;
          });
  private int walks;

  Lane() {
    try {
      Files.writeString(folder.path().resolve("client"), Walk.TOKEN, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var pods = new NodeConfig(NodeConfig.Pods.SIMULATED, Map.of(), folder.path().resolve("pods"));
    cluster = DevCluster.start(new DevClusterConfig(REMEMBERED).withNode(pods));
    upstream = Upstream.of(vertx, cluster);
    CRDS.forEach(this::install);
  }

  private void install(String plural) {
    try (var crd =
        Lane.class.getResourceAsStream("/META-INF/muster/crds/" + plural + ".muster.dev.yaml")) {
      cluster
          .store()
          .create(
              Resource.CUSTOM_RESOURCE_DEFINITIONS,
              Objects.parse(new String(crd.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Patience.until(plural + " are served").until(() -> isServed(plural));
  }

  private boolean isServed(String plural) {
    try {
      return cluster.store().list(resource(plural), null).isEmpty();
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static Resource resource(String plural) {
    return List.of(History.MATCHMAKERS, History.PROFILES, History.MATCHES, History.BACKFILLS)
        .stream()
        .filter(kind -> kind.plural().equals(plural))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Makes a walk.
   *
   * @param trouble what goes wrong; empty for a walk that only counts
   */
  synchronized Outcome walk(Optional<Trouble> trouble) {
    var namespace = "walk-" + ++walks;
    createNamespace(namespace);
    try (var walk =
        new Walk(cluster.store(), upstream, namespace, folder.path(), threads, trouble)) {
      return walk.make();
    } finally {
      cluster.store().delete(Resource.NAMESPACES, null, namespace, DeleteOptions.DEFAULT);
    }
  }

  /** Plays something else in a namespace of its own. */
  synchronized void play(Scene scene) {
    var namespace = "scene-" + ++walks;
    createNamespace(namespace);
    try {
      scene.play(cluster.store(), upstream, namespace, threads);
    } finally {
      cluster.store().delete(Resource.NAMESPACES, null, namespace, DeleteOptions.DEFAULT);
    }
  }

  /** Something that happens in a namespace. */
  interface Scene {
    void play(ObjectStore store, Upstream upstream, String namespace, ExecutorService threads);
  }

  private void createNamespace(String name) {
    ObjectNode namespace = Objects.parse("apiVersion: v1\nkind: Namespace\n");
    namespace.withObject("/metadata").put("name", name);
    cluster.store().create(Resource.NAMESPACES, namespace);
  }

  @Override
  public void close() {
    cluster.close();
    vertx.close().await();
    threads.shutdownNow();
    folder.close();
  }
}
