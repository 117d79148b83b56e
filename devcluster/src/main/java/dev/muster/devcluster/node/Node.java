package dev.muster.devcluster.node;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.api.PodLogs;
import dev.muster.devcluster.network.Network;
import dev.muster.devcluster.store.Change;
import dev.muster.devcluster.store.ObjectStore;
import dev.muster.devcluster.store.Resource;
import dev.muster.devcluster.store.StatusException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster's node: binds pods to itself as a scheduler would, runs them as a kubelet would, and
 * opens the ports of Services. Its public methods are safe for use from any thread.
 */
public final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final long CLOSE_SECONDS = 5;

  private final NodeParts parts;
  private final EventRecorder schedulerEvents;
  private final ServiceProxy services;
  private final Map<String, PodWorker> workers = new ConcurrentHashMap<>();
  private final Map<String, ObjectNode> pending = new LinkedHashMap<>();
  private final Map<String, Set<String>> taken = new LinkedHashMap<>();
  private final List<ObjectStore.Watch> watches = new ArrayList<>();
  private ObjectNode self;

  private Node(NodeParts parts) {
    this.parts = parts;
    var store = parts.store();
    this.schedulerEvents =
        new EventRecorder(store, parts.loop()::now, "default-scheduler", parts.name());
    this.services =
        new ServiceProxy(
            parts, new EventRecorder(store, parts.loop()::now, "service-controller", ""));
  }

  /**
   * Starts the node: registers it and begins to watch.
   *
   * @param loop the node's thread, which the caller closes after the node
   * @param vertx for its ports; the caller closes it after the node
   */
  public static Node start(
      String name,
      Loop loop,
      Vertx vertx,
      ObjectStore store,
      Network network,
      ApiAccess api,
      NodeConfig config) {
    try {
      Files.createDirectories(config.podsDirectory());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the directory for pods", e);
    }
    var supervisor = new Supervisor(config.podsDirectory());
    var node =
        new Node(
            new NodeParts(
                name,
                loop,
                store,
                network,
                api,
                config,
                new EventRecorder(store, loop::now, "kubelet", name),
                supervisor,
                new Prober(vertx, supervisor),
                new Forwards(vertx),
                vertx));
    node.begin();
    return node;
  }

  private void begin() {
    self = parts.store().create(Resource.NODES, NodeObject.of(parts.name()));
    self.set(
        "status",
        NodeObject.status(parts.name(), parts.network().nodeAddress(), parts.loop().now()));
    self = parts.store().updateStatus(Resource.NODES, self);
    watch(Resource.NODES, this::nodeChanged);
    watch(Resource.SECRETS, change -> configurationChanged(change.object()));
    watch(Resource.CONFIG_MAPS, change -> configurationChanged(change.object()));
    watch(Resource.SERVICES, services::serviceChanged);
    watch(Resource.PODS, this::podChanged);
  }

  private void watch(Resource resource, Consumer<Change> consumer) {
    watches.add(
        parts.store().watch(resource, change -> parts.loop().run(() -> consumer.accept(change))));
  }

  private void nodeChanged(Change change) {
    if (change.object().at("/metadata/name").asText().equals(parts.name())) {
      self = change.object();
      schedule();
    }
  }

  private void configurationChanged(ObjectNode object) {
    var namespace = object.at("/metadata/namespace").asText();
    workers.values().stream()
        .filter(worker -> worker.namespace().equals(namespace))
        .forEach(PodWorker::configurationChanged);
  }

  private void podChanged(Change change) {
    services.podChanged(change);
    var pod = change.object();
    var uid = pod.at("/metadata/uid").asText();
    if (change.type() == Change.Type.DELETED) {
      removed(uid);
    } else if (pod.at("/spec/nodeName").asText().equals(parts.name())) {
      bound(uid, pod);
    } else if (isWaiting(pod) && !taken.containsKey(uid)) {
      pending.put(uid, pod);
      schedule();
    }
  }

  private static boolean isWaiting(ObjectNode pod) {
    return pod.at("/spec/nodeName").asText().isEmpty()
        && pod.at("/spec/schedulerName").asText("default-scheduler").equals("default-scheduler")
        && pod.at("/spec/schedulingGates").isEmpty()
        && !pod.at("/metadata").has("deletionTimestamp");
  }

  private void removed(String uid) {
    pending.remove(uid);
    taken.remove(uid);
    var worker = workers.get(uid);
    if (worker != null) {
      worker.removed();
      if (worker.isOver()) {
        workers.remove(uid);
      } else {
        // Its ports stay taken until its processes are gone.
        taken.put(uid, Scheduling.hostPorts(worker.pod()));
      }
    }
    schedule();
  }

  private void bound(String uid, ObjectNode pod) {
    pending.remove(uid);
    var worker = workers.get(uid);
    if (worker != null) {
      worker.update(pod);
      return;
    }
    if (pod.at("/status/phase").asText().matches("Succeeded|Failed")) {
      return;
    }
    taken.put(uid, Scheduling.hostPorts(pod));
    var started = new PodWorker(parts, pod, () -> released(uid));
    workers.put(uid, started);
    started.begin();
    if (pod.at("/metadata").has("deletionTimestamp")) {
      started.update(pod);
    }
  }

  private void released(String uid) {
    taken.remove(uid);
    var worker = workers.get(uid);
    if (worker != null && worker.isGone()) {
      workers.remove(uid);
    }
    parts.loop().run(this::schedule);
  }

  private void schedule() {
    for (var pod : List.copyOf(pending.values())) {
      var ports = new HashSet<String>();
      taken.values().forEach(ports::addAll);
      var refusal = Scheduling.refusal(pod, self, ports);
      if (refusal.isPresent()) {
        unschedulable(pod, refusal.get());
      } else {
        bind(pod);
      }
    }
  }

  private void bind(ObjectNode pod) {
    var uid = pod.at("/metadata/uid").asText();
    pending.remove(uid);
    try {
      var bound = current(pod).map(this::assigned);
      if (bound.isPresent()) {
        taken.put(uid, Scheduling.hostPorts(pod));
        schedulerEvents.normal(
            pod,
            "Scheduled",
            "Successfully assigned "
                + pod.at("/metadata/namespace").asText()
                + "/"
                + pod.at("/metadata/name").asText()
                + " to "
                + parts.name());
      }
    } catch (StatusException e) {
      // Somebody changed it meanwhile; that change brings it back here.
      LOG.atDebug().setCause(e).addKeyValue("uid", uid).log("A pod was not bound");
    }
  }

  private ObjectNode assigned(ObjectNode pod) {
    var condition = JsonNodeFactory.instance.objectNode();
    condition.put("type", "PodScheduled").put("status", "True").putNull("lastProbeTime");
    var scheduled = scheduled(pod, condition);
    scheduled.withObject("/spec").put("nodeName", parts.name());
    return parts.store().bind(scheduled);
  }

  private ObjectNode scheduled(ObjectNode pod, ObjectNode condition) {
    PodStatus.keepTime(condition, pod.at("/status/conditions"), parts.loop().now());
    pod.withObject("/status").putArray("conditions").add(condition);
    return pod;
  }

  private Optional<ObjectNode> current(ObjectNode pod) {
    return parts
        .store()
        .get(
            Resource.PODS,
            pod.at("/metadata/namespace").asText(),
            pod.at("/metadata/name").asText())
        .filter(found -> found.at("/metadata/uid").equals(pod.at("/metadata/uid")));
  }

  private void unschedulable(ObjectNode pod, String why) {
    var condition = JsonNodeFactory.instance.objectNode();
    condition.put("type", "PodScheduled").put("status", "False").putNull("lastProbeTime");
    condition.putNull("lastTransitionTime").put("reason", "Unschedulable").put("message", why);
    current(pod)
        .filter(found -> !found.at("/status/conditions/0/message").asText().equals(why))
        .ifPresent(
            found -> {
              try {
                parts.store().updateStatus(Resource.PODS, scheduled(found, condition));
                schedulerEvents.warning(pod, "FailedScheduling", why);
              } catch (StatusException e) {
                LOG.atDebug().setCause(e).log("A pod changed while it was looked at");
              }
            });
  }

  /** The logs of its pods. */
  public PodLogs logs() {
    return new NodeLogs(parts.store(), (namespace, uid) -> Optional.ofNullable(workers.get(uid)));
  }

  /**
   * Passes a local TCP port on to a port of a Service, until closed. It outlives the pods behind
   * the Service: a connection made while none is ready waits up to 2 s, and is closed then.
   */
  public AutoCloseable forward(
      String localAddress, int localPort, String namespace, String service, int port)
      throws IOException {
    var local = new Forward.Place(localAddress, localPort);
    try {
      var forward =
          services
              .forward(local, namespace, service, port)
              .toCompletionStage()
              .toCompletableFuture()
              .get(10, TimeUnit.SECONDS);
      return () ->
          forward.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("cannot listen on " + local + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Ends every pod, waits for it up to 5 s, and deletes their files. */
  @Override
  public void close() {
    watches.forEach(ObjectStore.Watch::close);
    var ended = new CountDownLatch(1);
    parts.loop().run(() -> endAll(ended, CLOSE_SECONDS * 10));
    try {
      if (!ended.await(CLOSE_SECONDS + 1, TimeUnit.SECONDS)) {
        LOG.atWarn().log("Some pods did not end in time; their supervisors will end them");
      }
      AtomicFiles.delete(parts.config().podsDirectory());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("Files of pods stay");
    }
    parts.supervisor().close();
  }

  private void endAll(CountDownLatch ended, long looks) {
    pending.clear();
    workers.values().forEach(worker -> worker.abandon(Duration.ofSeconds(CLOSE_SECONDS - 1)));
    if (looks == 0 || workers.values().stream().allMatch(PodWorker::isOver)) {
      ended.countDown();
    } else {
      parts.loop().after(Duration.ofMillis(100), () -> endAll(ended, looks - 1));
    }
  }
}
