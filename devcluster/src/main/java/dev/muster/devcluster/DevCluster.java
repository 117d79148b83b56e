package dev.muster.devcluster;

import dev.muster.devcluster.api.ApiServer;
import dev.muster.devcluster.api.PodLogs;
import dev.muster.devcluster.auth.Certificates;
import dev.muster.devcluster.auth.Kubeconfig;
import dev.muster.devcluster.auth.Tokens;
import dev.muster.devcluster.control.BootstrapRoles;
import dev.muster.devcluster.control.Collector;
import dev.muster.devcluster.control.Definitions;
import dev.muster.devcluster.control.Namespaces;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.kinds.BuiltinKinds;
import dev.muster.devcluster.kinds.Catalog;
import dev.muster.devcluster.kinds.CustomKinds;
import dev.muster.devcluster.network.Network;
import dev.muster.devcluster.node.ApiAccess;
import dev.muster.devcluster.node.Node;
import dev.muster.devcluster.node.NodeConfig;
import dev.muster.devcluster.node.ThreadLoop;
import dev.muster.devcluster.registry.Registry;
import dev.muster.devcluster.registry.Storage;
import dev.muster.devcluster.schema.Types;
import dev.muster.devcluster.store.Change;
import dev.muster.devcluster.store.ObjectStore;
import dev.muster.devcluster.store.Resource;
import dev.muster.devcluster.workload.Workloads;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** A running cluster: an API server with its objects, until it is closed. */
public final class DevCluster implements AutoCloseable {
  private static final String NODE = "muster-dev";
  private static final Networks NETWORKS = new Networks(16, 250);
  private static final int FIRST_NODE_PORT = 30_000;
  private static final int LAST_NODE_PORT = 32_767;
  private static final List<String> NAMESPACES =
      List.of("default", "kube-node-lease", "kube-public", "kube-system");

  private final Networks networks;
  private final Network firstNetwork;
  private final CompletableFuture<Certificates> firstCertificates;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Clock clock;
  private final Types types = new Types();
  private final Registry registry;
  private final Tokens tokens;
  private final Vertx vertx;
  private Network network;
  private Certificates certificates;
  private ApiServer server;
  private Node node;

  private DevCluster(DevClusterConfig config, Clock clock, Networks networks) {
    this.networks = networks;
    this.firstNetwork = networks.any();
    // Made on another core meanwhile: it takes as long as all the rest.
    this.firstCertificates =
        CompletableFuture.supplyAsync(
            () -> Certificates.create(firstNetwork.nodeAddress(), clock.instant()));
    this.clock = clock;
    var catalog =
        new Catalog(
            BuiltinKinds.all(types, this::serviceAddress, this::nodePort, this::hasAccount));
    this.registry = new Registry(new Storage(config.watchHistory()), catalog, clock);
    registry.storage().listen(this::released);
    this.tokens = new Tokens(clock, this::accountUid);
    this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(16));
    parts.push(() -> vertx.close().await());
    parts.push(new Collector(registry));
    parts.push(new Definitions(registry, new CustomKinds(types), clock));
  }

  /**
   * Starts a cluster on a loopback network of its own: the first free one, from a random one on.
   *
   * @throws IllegalStateException when no network is free
   */
  public static DevCluster start(DevClusterConfig config) {
    return start(config, Clock.systemUTC());
  }

  /** The same with this clock for all times that are written into objects. */
  public static DevCluster start(DevClusterConfig config, Clock clock) {
    return start(config, clock, NETWORKS);
  }

  /** The same on one of these networks. */
  static DevCluster start(DevClusterConfig config, Clock clock, Networks networks) {
    var cluster = new DevCluster(config, clock, networks);
    try {
      cluster.listen();
      cluster.furnish();
      config.node().ifPresent(cluster::runPods);
      cluster.warmUp();
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** The numbers of the networks that a cluster may take. */
  record Networks(int first, int last) {
    private Network any() {
      return new Network(ThreadLocalRandom.current().nextInt(first, last + 1));
    }

    /** All of them, this one first. */
    private List<Network> from(Network start) {
      return IntStream.concat(
              IntStream.rangeClosed(start.number(), last), IntStream.range(first, start.number()))
          .mapToObj(Network::new)
          .toList();
    }
  }

  /** Prepares in the background for the first custom resource definition. */
  private void warmUp() {
    var thread = new Thread(new CustomKinds(types)::warmUp, "devcluster-warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  private void listen() {
    IllegalStateException failure = null;
    for (var candidate : networks.from(firstNetwork)) {
      try {
        listen(candidate);
        return;
      } catch (IllegalStateException e) {
        failure = e;
      }
    }
    throw new IllegalStateException("no network 127.N.0.0/16 is free", failure);
  }

  private void listen(Network candidate) {
    var address = candidate.nodeAddress();
    var candidateServer = new ApiServer(vertx, registry, types, tokens, address, clock);
    var made =
        candidate.number() == firstNetwork.number()
            ? firstCertificates.join()
            : Certificates.create(address, clock.instant());
    candidateServer.listen(address, made);
    network = candidate;
    certificates = made;
    server = candidateServer;
    parts.push(server);
  }

  private void furnish() {
    var namespaces = new Namespaces(registry, clock, certificates.authority());
    parts.push(namespaces);
    for (var name : NAMESPACES) {
      var namespace = Json.object();
      namespace.putObject("metadata").put("name", name);
      registry.create(Resource.NAMESPACES, namespace);
      namespaces.furnish(name);
    }
    BootstrapRoles.furnish(registry);
  }

  private void runPods(NodeConfig pods) {
    var nodeLoop = new ThreadLoop("devcluster-node", clock);
    parts.push(nodeLoop);
    var controllerLoop = new ThreadLoop("devcluster-workloads", clock);
    parts.push(controllerLoop);
    var api = new ApiAccess(url(), caCertificate(), tokens, this::kubeconfig);
    node = Node.start(NODE, nodeLoop, vertx, registry, network, api, pods);
    parts.push(node);
    parts.push(Workloads.start(controllerLoop, registry, new SplittableRandom()));
    podLogs(node.logs());
  }

  private Optional<String> serviceAddress() {
    return network.services().take();
  }

  /** The next port of the usual range that no Service has. */
  private Optional<Integer> nodePort() {
    var taken = new HashSet<Integer>();
    for (var service : registry.storage().list("services", "")) {
      service.path("spec").path("ports").forEach(p -> taken.add(p.path("nodePort").asInt()));
    }
    for (int port = FIRST_NODE_PORT; port <= LAST_NODE_PORT; port++) {
      if (!taken.contains(port)) {
        return Optional.of(port);
      }
    }
    return Optional.empty();
  }

  private void released(Storage.Event event) {
    if (event.bucket().equals("services") && event.type() == Change.Type.DELETED) {
      network.services().release(event.object().path("spec").path("clusterIP").asText());
    }
  }

  private Optional<String> accountUid(String namespace, String name) {
    return registry
        .get(Resource.SERVICE_ACCOUNTS, namespace, name)
        .map(account -> account.path("metadata").path("uid").asText());
  }

  private boolean hasAccount(String namespace, String name) {
    return accountUid(namespace, name).isPresent();
  }

  /** The objects. */
  public ObjectStore store() {
    return registry;
  }

  /** The addresses. */
  public Network network() {
    return network;
  }

  /** The node that runs pods, if the cluster has one. */
  public Optional<Node> node() {
    return Optional.ofNullable(node);
  }

  /** Says where the logs of pods come from; until then asking for one is answered with 501. */
  public void podLogs(PodLogs source) {
    server.podLogs(source);
  }

  /** The certificate, PEM, by which clients know the API server. */
  public String caCertificate() {
    return certificates.authority();
  }

  /** The API server's address, such as {@code https://127.16.0.1:6443}. */
  public String url() {
    return "https://" + network.nodeAddress() + ":" + ApiServer.PORT;
  }

  /** A kubeconfig with which kubectl and clients are administrators. */
  public String kubeconfig() {
    return kubeconfig("default", tokens.admin());
  }

  /** A kubeconfig for what runs as a service account, with this token, in this namespace. */
  public String kubeconfig(String namespace, String token) {
    return Kubeconfig.of(url(), caCertificate(), namespace, token);
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("could not stop", e);
      }
    }
  }
}
