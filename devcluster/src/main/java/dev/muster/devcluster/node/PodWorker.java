package dev.muster.devcluster.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.node.ContainerState.Terminated;
import dev.muster.devcluster.node.ContainerState.Waiting;
import dev.muster.devcluster.store.DeleteOptions;
import dev.muster.devcluster.store.Resource;
import dev.muster.devcluster.store.StatusException;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pod on the node, from its binding until its object is gone: makes its volumes, runs its init
 * containers one after the other and then its containers, restarts them by its policy, ends them
 * when it is deleted or over its deadline, and writes its status after every change.
 */
final class PodWorker implements ContainerRunner.Host {
  private static final Logger LOG = LoggerFactory.getLogger(PodWorker.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final int WRITE_ATTEMPTS = 10;

  private final NodeParts node;
  private final Runnable whenOver;
  private final Path directory;
  private final PodVolumes volumes;
  private final List<ContainerRunner> inits = new ArrayList<>();
  private final List<ContainerRunner> containers = new ArrayList<>();
  private final List<Future<Forward>> forwards = new ArrayList<>();
  private final Instant startTime;

  private ObjectNode pod;
  private Optional<String> podIp = Optional.empty();
  private String phase = "Pending";
  private String failure = "";
  private boolean prepared;
  private boolean stopping;
  private boolean closing;
  private volatile boolean over;
  private boolean gone;
  private boolean deleted;
  private Instant killAt = Instant.MAX;
  private Loop.Timer deadline = () -> {};
  private Loop.Timer renewal = () -> {};

  /** For a bound pod; {@code whenOver} runs once nothing of it runs any more. */
  PodWorker(NodeParts node, ObjectNode pod, Runnable whenOver) {
    this.node = node;
    this.whenOver = whenOver;
    this.startTime = node.loop().now();
    var metadata = pod.path("metadata");
    var namespace = metadata.path("namespace").asText();
    this.pod = pod;
    this.directory =
        node.config()
            .podsDirectory()
            .resolve(namespace + "_" + shortened(metadata.path("name").asText()) + "_" + uid());
    this.volumes = new PodVolumes(directory, this.pod);
    var spec = this.pod.path("spec");
    boolean init = !spec.path("initContainers").isEmpty();
    var waiting = init ? Waiting.INITIALIZING : Waiting.CREATING;
    spec.path("initContainers")
        .forEach(c -> inits.add(new ContainerRunner(node, this, c, true, Waiting.INITIALIZING)));
    spec.path("containers")
        .forEach(c -> containers.add(new ContainerRunner(node, this, c, false, waiting)));
  }

  private static String shortened(String name) {
    return name.substring(0, Math.min(name.length(), 100));
  }

  String uid() {
    return pod.path("metadata").path("uid").asText();
  }

  String namespace() {
    return pod.path("metadata").path("namespace").asText();
  }

  boolean isOver() {
    return over;
  }

  /** Whether its object is gone. */
  boolean isGone() {
    return gone;
  }

  List<ContainerRunner> containers() {
    var all = new ArrayList<>(inits);
    all.addAll(containers);
    return all;
  }

  static Duration grace(JsonNode pod) {
    return Duration.ofSeconds(pod.path("spec").path("terminationGracePeriodSeconds").asLong(30));
  }

  /** Begins to run the pod. */
  void begin() {
    changed();
    var seconds = pod.path("spec").path("activeDeadlineSeconds");
    if (seconds.isNumber()) {
      deadline = node.loop().after(Duration.ofSeconds(seconds.asLong()), this::deadlineExceeded);
    }
    node.loop().run(this::prepare);
  }

  private void prepare() {
    if (stopping || prepared) {
      return;
    }
    if (podIp.isEmpty()) {
      podIp = node.network().pods().take();
    }
    try {
      if (podIp.isEmpty()) {
        throw new ConfigError("no free address is left for pods");
      }
      makeVolumes();
    } catch (ConfigError e) {
      notPrepared("MountVolume.SetUp failed: " + e.getMessage());
      return;
    } catch (IOException e) {
      notPrepared("MountVolume.SetUp failed: " + e);
      return;
    }
    prepared = true;
    renewTokensInTime();
    next(0);
  }

  private void notPrepared(String why) {
    node.events().warning(pod, "FailedMount", why);
    node.loop().after(RETRY, this::prepare);
  }

  private void makeVolumes() throws ConfigError, IOException {
    if (hasProcess()) {
      volumes.prepare(content());
      if (volumes.hasAccess()) {
        volumes.writeKubeconfig(namespace(), node.api());
      }
    } else {
      volumes.check(content());
    }
  }

  private boolean hasProcess() {
    try {
      for (var container : containers()) {
        var image = container.spec().path("image").asText();
        if (ContainerRunner.simulation(node, pod, image) == null) {
          return true;
        }
      }
    } catch (ConfigError e) {
      // Its containers will say so when they are to start.
    }
    return false;
  }

  private VolumeContent content() {
    return new VolumeContent(fields(), new Configuration(node.store(), namespace()), node.api());
  }

  private PodFields fields() {
    return new PodFields(pod, podIp(), node.network().nodeAddress());
  }

  private void renewTokensInTime() {
    volumes.renewal().ifPresent(after -> renewal = node.loop().after(after, this::renewTokens));
  }

  private void renewTokens() {
    if (!over) {
      written(() -> volumes.renewTokens(content()));
      renewTokensInTime();
    }
  }

  /** A Secret or ConfigMap of the pod's namespace, or the pod's own labels, have changed. */
  void configurationChanged() {
    if (prepared && !over) {
      written(() -> volumes.refresh(content()));
    }
  }

  private interface Writing {
    void write() throws ConfigError, IOException;
  }

  private void written(Writing writing) {
    try {
      if (hasProcess()) {
        writing.write();
      }
    } catch (ConfigError | IOException e) {
      // What is mounted stays as it was, as with a kubelet.
      node.events().warning(pod, "FailedMount", "MountVolume.SetUp failed: " + e.getMessage());
    }
  }

  private void next(int init) {
    if (init < inits.size()) {
      inits.get(init).start();
      return;
    }
    openHostPorts();
    containers.forEach(ContainerRunner::start);
  }

  private void openHostPorts() {
    for (var container : containers) {
      for (var port : container.spec().path("ports")) {
        if (port.path("hostPort").asInt() > 0) {
          open(port);
        }
      }
    }
  }

  private void open(JsonNode port) {
    var near = new Forward.Place(node.network().nodeAddress(), port.path("hostPort").asInt());
    var target = Forward.Target.of(podIp(), port.path("containerPort").asInt());
    boolean udp = port.path("protocol").asText("TCP").equals("UDP");
    var opened = node.forwards().open(udp, near, target);
    forwards.add(opened);
    var about = pod;
    opened.onFailure(
        e ->
            node.events()
                .warning(about, "HostPortFailed", "Cannot open " + near + ": " + e.getMessage()));
  }

  /** Takes in a newer state of the object. */
  void update(ObjectNode newer) {
    var merged = newer.deepCopy();
    merged.set("spec", pod.get("spec"));
    boolean relabelled =
        !pod.path("metadata").path("labels").equals(newer.path("metadata").path("labels"))
            || !pod.path("metadata")
                .path("annotations")
                .equals(newer.path("metadata").path("annotations"));
    pod = merged;
    if (relabelled) {
      configurationChanged();
    }
    if (pod.path("metadata").has("deletionTimestamp")) {
      var seconds = pod.path("metadata").path("deletionGracePeriodSeconds");
      stop(Duration.ofSeconds(seconds.asLong(grace(pod).toSeconds())));
    }
  }

  /** The object is gone: nothing of the pod may stay, and there is nowhere to report to. */
  void removed() {
    gone = true;
    stop(Duration.ZERO);
    if (over) {
      deleteFiles();
    }
  }

  /** Ends it without reporting, since the cluster is closed. */
  void abandon(Duration grace) {
    if (!gone) {
      gone = true;
      if (!over) {
        stop(grace);
      }
    }
  }

  private void deadlineExceeded() {
    if (!stopping && !over) {
      failure = "Pod was active on the node longer than the specified deadline";
      node.events().normal(pod, "DeadlineExceeded", failure);
      stop(grace(pod));
    }
  }

  /** Ends its containers; again with a shorter grace brings their end forward. */
  void stop(Duration grace) {
    if (over) {
      deleteObject();
      return;
    }
    stopping = true;
    var end = node.loop().now().plus(grace);
    if (end.isBefore(killAt)) {
      killAt = end;
      containers().forEach(container -> container.stop(grace));
      finishWhenEnded();
    }
  }

  private void finishWhenEnded() {
    if (closing || containers().stream().anyMatch(ContainerRunner::alive)) {
      return;
    }
    closing = true;
    var closed =
        forwards.stream().map(forward -> forward.compose(Forward::close).otherwiseEmpty()).toList();
    if (closed.isEmpty()) {
      finish();
    } else {
      Future.join(closed).onComplete(done -> node.loop().run(this::finish));
    }
  }

  private void finish() {
    over = true;
    stopping = true;
    deadline.cancel();
    renewal.cancel();
    written(volumes::delete);
    podIp.ifPresent(node.network().pods()::release);
    changed();
    if (gone) {
      deleteFiles();
    }
    whenOver.run();
    deleteObject();
  }

  private void deleteObject() {
    if (gone || deleted || !pod.path("metadata").has("deletionTimestamp")) {
      return;
    }
    deleted = true;
    try {
      var name = pod.path("metadata").path("name").asText();
      node.store().delete(Resource.PODS, namespace(), name, DeleteOptions.NOW.onlyUid(uid()));
    } catch (StatusException e) {
      LOG.atDebug().setCause(e).addKeyValue("uid", uid()).log("A pod was gone before");
    }
  }

  private void deleteFiles() {
    try {
      AtomicFiles.delete(directory);
    } catch (IOException e) {
      LOG.atWarn().setCause(e).addKeyValue("directory", directory).log("Files of a pod stay");
    }
  }

  @Override
  public JsonNode pod() {
    return pod;
  }

  @Override
  public String podIp() {
    return podIp.orElse("");
  }

  @Override
  public PodEnvironment environment() {
    return new PodEnvironment(fields(), new Configuration(node.store(), namespace()));
  }

  @Override
  public Map<String, String> baseVariables() {
    var base = new LinkedHashMap<String, String>();
    base.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    base.put("LANG", "C.UTF-8");
    base.put("HOME", root().toString());
    base.put("MUSTER_POD_ROOT", root().toString());
    base.put("HOSTNAME", pod.path("metadata").path("name").asText());
    base.put("KUBERNETES_SERVICE_HOST", node.api().host());
    base.put("KUBERNETES_SERVICE_PORT", node.api().port());
    if (System.getenv("JAVA_HOME") != null) {
      base.put("JAVA_HOME", System.getenv("JAVA_HOME"));
    }
    if (volumes.hasAccess()) {
      base.put("KUBECONFIG", root().resolve("kubeconfig").toString());
    }
    return base;
  }

  @Override
  public Path root() {
    return volumes.root();
  }

  @Override
  public Path logs(String container) {
    return directory.resolve("logs").resolve(container);
  }

  @Override
  public void ended(ContainerRunner container) {
    if (stopping) {
      finishWhenEnded();
      return;
    }
    changed();
    var end = (Terminated) container.state();
    var policy = pod.path("spec").path("restartPolicy").asText("Always");
    int init = inits.indexOf(container);
    if (init >= 0 && end.succeeded()) {
      next(init + 1);
    } else if (init >= 0 ? !policy.equals("Never") : restarts(policy, end)) {
      container.restart();
    } else if (PodStatus.isTerminal(PodStatus.phase(policy, views(inits), now()))) {
      finishWhenEnded();
    }
  }

  private static boolean restarts(String policy, Terminated end) {
    return policy.equals("Always") || (policy.equals("OnFailure") && !end.succeeded());
  }

  private static List<ContainerView> views(List<ContainerRunner> runners) {
    return runners.stream().map(ContainerRunner::view).toList();
  }

  private List<ContainerView> now() {
    return views(containers);
  }

  /** Writes the status, which tells an end only when nothing of the pod runs any more. */
  @Override
  public void changed() {
    if (gone || (stopping && !over)) {
      return;
    }
    var initViews = views(inits);
    var views = now();
    var policy = stopping ? "Never" : pod.path("spec").path("restartPolicy").asText("Always");
    var outcome = failure.isEmpty() ? PodStatus.phase(policy, initViews, views) : "Failed";
    if (over || !PodStatus.isTerminal(outcome)) {
      phase = outcome;
    }
    var status =
        new PodStatus(
            phase,
            failure.isEmpty() ? "" : "DeadlineExceeded",
            failure,
            node.network().nodeAddress(),
            prepared ? podIp() : "",
            startTime,
            prepared && !over,
            initViews,
            views);
    write(status, outcome);
  }

  private void write(PodStatus status, String outcome) {
    var name = pod.path("metadata").path("name").asText();
    for (int attempt = 0; attempt < WRITE_ATTEMPTS; attempt++) {
      var current = node.store().get(Resource.PODS, namespace(), name).orElse(null);
      if (current == null || !current.path("metadata").path("uid").asText().equals(uid())) {
        return;
      }
      var next = status.over(current.path("status"), outcome, node.loop().now());
      if (next.equals(current.path("status"))) {
        return;
      }
      current.set("status", next);
      try {
        node.store().updateStatus(Resource.PODS, current);
        return;
      } catch (StatusException e) {
        if (e.code() != 409) {
          LOG.atWarn().setCause(e).addKeyValue("pod", name).log("A pod's status was refused");
          return;
        }
      }
    }
  }
}
