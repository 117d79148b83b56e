package dev.muster.cli.local;

import dev.muster.api.client.KubernetesClients;
import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.devcluster.DevCluster;
import dev.muster.devcluster.DevClusterConfig;
import dev.muster.devcluster.node.NodeConfig;
import dev.muster.operator.MusterOperator;
import dev.muster.operator.OperatorConfig;
import dev.muster.operator.matchmaker.RuntimePlacement;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** Muster as it runs on this machine, until it is closed. */
public final class LocalMuster implements AutoCloseable {
  static final String RECORDING_DIRECTORY = "MUSTER_RECORDING_DIRECTORY";
  private static final String NAMESPACE = "default";
  private static final int FIRST_PORT = 20_000;
  private static final int LAST_PORT = 32_000;
  private static final int PORT_TRIES = 100;

  private final LocalOptions options;
  private final Consumer<String> progress;
  private final Deque<AutoCloseable> running = new ConcurrentLinkedDeque<>();
  private KubernetesClient client;
  private Path kubeconfig;
  private int httpPort;
  private int managementPort;
  private RuntimeProcess runtime;
  private volatile boolean closing;

  /**
   * Nothing runs yet.
   *
   * @param progress is told what happens, a line each
   */
  public LocalMuster(LocalOptions options, Consumer<String> progress) {
    this.options = options;
    this.progress = progress;
  }

  /**
   * Starts everything and waits until every profile of the options is Ready.
   *
   * @throws CannotContinue with what stands in the way; {@link #close} ends what was started
   */
  public void start() {
    var objects = new ArrayList<GenericKubernetesResource>();
    options.manifests().forEach(path -> objects.addAll(Manifests.read(path)));
    httpPort = freeIfZero(options.httpPort());
    managementPort = freeIfZero(options.managementPort());
    var cluster = options.externalCluster().isPresent() ? null : startCluster();
    if (cluster == null) {
      kubeconfig = options.externalCluster().orElseThrow();
    }
    client = keep(connect());
    Crds.install(client);
    makeDefaultMatchmaker();
    Manifests.apply(client, objects);
    progress.accept("starting the operator and the runtime");
    startOperator(cluster != null);
    var wait = new Readiness(client, NAMESPACE, Duration.ofSeconds(90));
    wait.matchmaker(Api.DEFAULT_MATCHMAKER);
    progress.accept("Matchmaker default is Ready");
    if (cluster == null) {
      startRuntime();
    }
    awaitReady(wait, objects);
  }

  private DevCluster startCluster() {
    var file = keep(KubeconfigFile.at(options.kubeconfig().orElse(defaultKubeconfig())));
    progress.accept("starting the embedded cluster");
    var pods = new NodeConfig(NodeConfig.Pods.PROCESS, images(), keep(new PodsDirectory()).path());
    var cluster = keep(DevCluster.start(DevClusterConfig.defaults().withNode(pods)));
    forward(cluster, httpPort, 8080, "--http-port");
    forward(cluster, managementPort, 8081, "--management-port");
    file.write(cluster.kubeconfig());
    kubeconfig = file.path();
    return cluster;
  }

  private Path defaultKubeconfig() {
    return Path.of(".muster", "kubeconfig-" + httpPort);
  }

  private void forward(DevCluster cluster, int port, int servicePort, String option) {
    try {
      keep(
          cluster
              .node()
              .orElseThrow()
              .forward("127.0.0.1", port, NAMESPACE, Api.DEFAULT_MATCHMAKER, servicePort));
    } catch (IOException e) {
      throw new CannotContinue(
          "port "
              + port
              + " of 127.0.0.1 cannot be had ("
              + e.getMessage()
              + "); give another "
              + option,
          e);
    }
  }

  private Map<String, List<String>> images() {
    var images = new TreeMap<String, List<String>>();
    images.put(Installation.RUNTIME_IMAGE, runtime());
    if (options.pods() == NodeConfig.Pods.SIMULATED) {
      return images; // the runtime serves all the same; no other pod becomes a process
    }
    images.put(Installation.GAME_SERVER_IMAGE, options.installation().gameServer());
    images.putAll(options.images());
    return images;
  }

  /** The runtime's pod has no variable for recordings, since its Matchmaker has no field for it. */
  private List<String> runtime() {
    var command = new ArrayList<String>();
    options
        .recordings()
        .ifPresent(to -> command.addAll(List.of("/usr/bin/env", RECORDING_DIRECTORY + "=" + to)));
    command.addAll(options.installation().runtime());
    return command;
  }

  private KubernetesClient connect() {
    try {
      return KubernetesClients.builder()
          .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
          .build();
    } catch (RuntimeException e) {
      throw new CannotContinue(
          "cannot use the kubeconfig " + kubeconfig + ": " + e.getMessage(), e);
    }
  }

  /**
   * On a cluster that is not ours it may be somebody's, with a spec of its own, and stays as it is;
   * one that the operator made, and would take away after its last profile, becomes ours.
   */
  private void makeDefaultMatchmaker() {
    var found =
        client
            .resources(Matchmaker.class)
            .inNamespace(NAMESPACE)
            .withName(Api.DEFAULT_MATCHMAKER)
            .get();
    if (found == null || isImplicit(found)) {
      Manifests.apply(client, List.of(newMatchmaker()));
    }
  }

  private static boolean isImplicit(Matchmaker matchmaker) {
    var labels = matchmaker.getMetadata().getLabels();
    return labels != null && labels.containsKey(Api.IMPLICIT_LABEL);
  }

  private static GenericKubernetesResource newMatchmaker() {
    return Manifests.parse(
        """
        apiVersion: muster.dev/v1alpha1
        kind: Matchmaker
        metadata:
          name: default
        spec: {}
        """);
  }

  private void startOperator(boolean embedded) {
    RuntimePlacement runtime =
        embedded
            // There is no DNS in the embedded cluster.
            ? new RuntimePlacement.Deployed(
                Installation.RUNTIME_IMAGE, RuntimePlacement.ServiceHost.ClusterIp)
            : new RuntimePlacement.External(http().toString());
    var namespaces = embedded ? Set.<String>of() : Set.of(NAMESPACE);
    keep(
        MusterOperator.start(
            client,
            new OperatorConfig(namespaces, runtime, Optional.empty(), 0),
            Clock.systemUTC()));
  }

  private void startRuntime() {
    runtime =
        keep(
            RuntimeProcess.start(options, kubeconfig, client, NAMESPACE, httpPort, managementPort));
    runtime.awaitServing(management());
  }

  private void awaitReady(Readiness wait, List<GenericKubernetesResource> objects) {
    for (var object : objects) {
      if (object.getKind().equals("MatchmakerProfile")) {
        wait.profile(object.getMetadata().getNamespace(), object.getMetadata().getName());
        progress.accept("MatchmakerProfile " + object.getMetadata().getName() + " is Ready");
      }
    }
  }

  /** Where game clients send their requests. */
  public URI http() {
    return URI.create("http://127.0.0.1:" + httpPort);
  }

  /** Health, metrics and admin. */
  public URI management() {
    return URI.create("http://127.0.0.1:" + managementPort);
  }

  /** The kubeconfig of the cluster. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** A token of Matchmaker default. */
  public String token() {
    return Tokens.forClients(client, NAMESPACE);
  }

  /** The cluster, for whoever wants to look at it. */
  public KubernetesClient client() {
    return client;
  }

  private <T extends AutoCloseable> T keep(T resource) {
    running.push(resource);
    return resource;
  }

  /**
   * A port that is free now, and is not one that the system gives to outgoing connections: it is
   * listened on only some seconds later.
   */
  private static int freeIfZero(int port) {
    if (port != 0) {
      return port;
    }
    var found =
        ThreadLocalRandom.current()
            .ints(PORT_TRIES, FIRST_PORT, LAST_PORT + 1)
            .filter(LocalMuster::isFree)
            .findFirst();
    return found.orElseThrow(() -> new CannotContinue("no free port on 127.0.0.1"));
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Waits for as long as it runs.
   *
   * @throws CannotContinue when the runtime has ended though nobody closed this; in the embedded
   *     cluster it is started again instead
   */
  public void await() throws InterruptedException {
    if (runtime != null) {
      var end = runtime.awaitEnd();
      if (!closing) {
        throw end;
      }
    }
    new CountDownLatch(1).await(); // until a signal ends the process
  }

  /** Ends everything, the last started first. */
  @Override
  public synchronized void close() {
    closing = true;
    while (!running.isEmpty()) {
      try {
        running.pop().close();
      } catch (Exception e) {
        progress.accept("while ending: " + e);
      }
    }
  }
}
