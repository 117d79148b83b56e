package dev.muster.devcluster.node;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.devcluster.node.ContainerState.Running;
import dev.muster.devcluster.node.ContainerState.Terminated;
import dev.muster.devcluster.node.ContainerState.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * One container of a pod over all its runs. It starts, restarts and ends when its pod says so, and
 * tells the pod what becomes of it. A run that has just begun shows in the status only after {@link
 * #OBSERVED_AFTER}, so that a container that ends at once is never seen running, as with a kubelet.
 */
final class ContainerRunner {
  static final Duration OBSERVED_AFTER = Duration.ofMillis(200);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final NodeParts node;
  private final Host host;
  private final JsonNode spec;
  private final boolean init;
  private final String name;
  private final String image;
  private final Backoff restarts = new Backoff();
  private final Backoff pulls = new Backoff();

  private volatile ContainerState state;
  private volatile ContainerLog log;
  private volatile ContainerLog previousLog;
  private ContainerState shownBefore;
  private Terminated latest;
  private Terminated before;
  private String containerId = "";
  private int restartCount;
  private ContainerProcess process;
  private Health health;
  private boolean stopped;

  /** The pod around the container. */
  interface Host {
    /** The pod as it is now. */
    JsonNode pod();

    /** Its address. */
    String podIp();

    /** Environment and command line of its containers. */
    PodEnvironment environment();

    /** The variables that each of its containers has. */
    Map<String, String> baseVariables();

    /** The directory that stands for the containers' file system. */
    Path root();

    /** Where the container's logs go. */
    Path logs(String container);

    /** Something in the container's status is another than before. */
    void changed();

    /** The container's run is over. */
    void ended(ContainerRunner container);
  }

  ContainerRunner(NodeParts node, Host host, JsonNode spec, boolean init, Waiting initial) {
    this.init = init;
    this.node = node;
    this.host = host;
    this.spec = spec;
    this.name = spec.path("name").asText();
    this.image = spec.path("image").asText();
    this.state = initial;
    this.shownBefore = initial;
  }

  String name() {
    return name;
  }

  ContainerState state() {
    return state;
  }

  ContainerLog log() {
    return log;
  }

  ContainerLog previousLog() {
    return previousLog;
  }

  /** Whether a process of it may still run. */
  boolean alive() {
    return state instanceof Running;
  }

  JsonNode spec() {
    return spec;
  }

  /** Starts its first or next run. */
  void start() {
    if (stopped) {
      return;
    }
    try {
      var simulation = simulation(node, host.pod(), image);
      if (simulation != null && init) {
        simulation = Simulation.DONE;
      }
      if (simulation != null && simulation.imagePullError()) {
        pullFailed();
        return;
      }
      var variables = host.environment().variables(spec, host.baseVariables());
      run(simulation, variables);
    } catch (ConfigError e) {
      refused(e.getMessage());
    } catch (IOException e) {
      refused(String.valueOf(e.getMessage()));
    }
  }

  /** How the container is simulated; null when it is to be a process. */
  static Simulation simulation(NodeParts node, JsonNode pod, String image) throws ConfigError {
    var asked = Simulation.of(pod);
    if (asked.isPresent()) {
      return asked.get();
    }
    boolean process =
        node.config().pods() == NodeConfig.Pods.PROCESS
            && node.config().images().containsKey(image);
    return process ? null : Simulation.STEADY;
  }

  private void refused(String message) {
    var next = new Waiting("CreateContainerConfigError", message);
    if (!next.equals(state)) {
      event("Warning", "Failed", "Error: " + message);
      set(next);
    }
    node.loop().after(RETRY, this::start);
  }

  private void pullFailed() {
    if (spec.path("imagePullPolicy").asText().equals("Never")) {
      var why = "Container image \"" + image + "\" is not present with pull policy of Never";
      event("Warning", "ErrImageNeverPull", why);
      event("Warning", "Failed", "Error: ErrImageNeverPull");
      set(new Waiting("ErrImageNeverPull", why));
      return;
    }
    event("Normal", "Pulling", "Pulling image \"" + image + "\"");
    var why =
        "failed to resolve reference \"" + image + "\": asked for by " + Simulation.ANNOTATION;
    event("Warning", "Failed", "Failed to pull image \"" + image + "\": " + why);
    event("Warning", "Failed", "Error: ErrImagePull");
    set(new Waiting("ErrImagePull", why));
    node.loop().after(OBSERVED_AFTER, () -> backOffPull(why));
  }

  private void backOffPull(String why) {
    if (stopped) {
      return;
    }
    var text = "Back-off pulling image \"" + image + "\"";
    event("Normal", "BackOff", text);
    event("Warning", "Failed", "Error: ImagePullBackOff");
    set(new Waiting("ImagePullBackOff", text + ": ErrImagePull: " + why));
    var wait = pulls.after(Duration.ZERO);
    node.loop().after(wait.isZero() ? pulls.after(Duration.ZERO) : wait, this::start);
  }

  private void run(Simulation simulation, Map<String, String> variables)
      throws ConfigError, IOException {
    event("Normal", "Pulled", "Container image \"" + image + "\" already present on machine");
    event("Normal", "Created", "Created container: " + name);
    shownBefore = state;
    before = latest;
    containerId = "devcluster://" + UUID.randomUUID().toString().replace("-", "");
    previousLog = log;
    log =
        new ContainerLog(host.logs(name).resolve(Integer.toString(restartCount)), node.loop()::now);
    var listener = new RunListener(log);
    if (simulation != null) {
      begun();
      tellWhenNotMapped(listener);
      process = simulation.start(node.loop(), listener);
      health = Health.simulated(node.loop(), simulation.readyAfter(), new HealthListener());
      return;
    }
    var launch = launch(variables);
    var missing = missingProgram(launch);
    if (missing != null) {
      notStarted(missing);
      return;
    }
    process = node.supervisor().start(launch, listener);
    begun();
    health =
        new ProbedHealth(
            node.loop(),
            spec,
            probe -> node.prober().probe(probe, spec, host.podIp(), launch),
            new HealthListener());
  }

  /** Who forgot to map an image, or misspelt it, would look for the fault in the game. */
  private void tellWhenNotMapped(RunListener listener) throws ConfigError {
    if (init
        || node.config().pods() != NodeConfig.Pods.PROCESS
        || Simulation.of(host.pod()).isPresent()) {
      return;
    }
    var text =
        "Image \""
            + image
            + "\" is not mapped to a command: the container is simulated,"
            + " and nobody listens at its address";
    event("Warning", "Simulated", text);
    var line = (text + "\n").getBytes(StandardCharsets.UTF_8);
    listener.output(line, line.length);
  }

  private Launch launch(Map<String, String> variables) throws ConfigError, IOException {
    var command = PodEnvironment.command(spec, node.config().images().get(image), variables);
    var directory = PodVolumes.inside(host.root(), spec.path("workingDir").asText(""));
    return new Launch(command, variables, Files.createDirectories(directory));
  }

  /** Why the program cannot be started, or null. */
  private static String missingProgram(Launch launch) {
    var program = launch.command().get(0);
    if (program.contains("/")) {
      var file = launch.directory().resolve(program);
      return Files.isExecutable(file) && Files.isRegularFile(file)
          ? null
          : "exec: \"" + program + "\": stat " + program + ": no such file or directory";
    }
    var path = launch.environment().getOrDefault("PATH", "");
    return Supervisor.find(program, path).isPresent()
        ? null
        : "exec: \"" + program + "\": executable file not found in $PATH";
  }

  private void notStarted(String why) {
    var message = "failed to create containerd task: unable to start container process: " + why;
    event("Warning", "Failed", "Error: " + message);
    log.end();
    over(new Terminated(128, "StartError", message, Instant.EPOCH, node.loop().now(), containerId));
  }

  private void begun() {
    state = new Running(node.loop().now());
    event("Normal", "Started", "Started container " + name);
    node.loop().after(OBSERVED_AFTER, host::changed);
  }

  private void exited(ContainerLog ofRun, int code) {
    if (ofRun != log || !(state instanceof Running running)) {
      return;
    }
    over(Terminated.exited(code, running.startedAt(), node.loop().now(), containerId));
  }

  private void over(Terminated end) {
    stopProbing();
    latest = end;
    state = end;
    host.ended(this);
  }

  private void stopProbing() {
    if (health != null) {
      health.stop();
      health = null;
    }
  }

  /** Starts again after the wait that is due; called when a run is over. */
  void restart() {
    var ran = Duration.between(latest.startedAt(), latest.finishedAt());
    var wait = restarts.after(latest.startedAt().equals(Instant.EPOCH) ? Duration.ZERO : ran);
    if (wait.isZero()) {
      node.loop().run(this::again);
      return;
    }
    var where = name + " pod=" + podId();
    event(
        "Warning",
        "BackOff",
        "Back-off restarting failed container " + name + " in pod " + podId());
    var text = "back-off " + Backoff.text(wait) + " restarting failed container=" + where;
    set(new Waiting("CrashLoopBackOff", text));
    node.loop().after(wait, this::again);
  }

  private String podId() {
    var metadata = host.pod().path("metadata");
    return metadata.path("name").asText()
        + "_"
        + metadata.path("namespace").asText()
        + "("
        + metadata.path("uid").asText()
        + ")";
  }

  private void again() {
    if (!stopped) {
      restartCount++;
      start();
    }
  }

  /** Ends it for good, by force after the grace; what waits to start won't. */
  void stop(Duration grace) {
    boolean first = !stopped;
    stopped = true;
    stopProbing();
    if (!alive()) {
      if (latest == null) {
        var text = "The container could not be located when the pod was terminated";
        state =
            new Terminated(
                137, "ContainerStatusUnknown", text, Instant.EPOCH, Instant.EPOCH, containerId);
      } else {
        state = latest;
      }
      return;
    }
    if (first) {
      event("Normal", "Killing", "Stopping container " + name);
    }
    end(grace);
  }

  private void end(Duration grace) {
    var running = process;
    if (grace.isZero()) {
      running.kill();
    } else {
      running.terminate();
      node.loop().after(grace, running::kill);
    }
  }

  private void set(ContainerState next) {
    state = next;
    host.changed();
  }

  private void event(String type, String reason, String message) {
    node.events().container(type, host.pod(), name, reason, message);
  }

  private boolean isObserved() {
    return !(state instanceof Running running)
        || !node.loop().now().isBefore(running.startedAt().plus(OBSERVED_AFTER));
  }

  /** What the status says of it now. */
  ContainerView view() {
    var shown = state;
    if (!isObserved()) {
      shown = shownBefore;
    }
    boolean runs = shown instanceof Running && health != null;
    boolean done = init && shown instanceof Terminated end && end.succeeded();
    return new ContainerView(
        name,
        image,
        shown,
        shown instanceof Waiting ? latest : before,
        done || (runs && health.ready()),
        runs && health.started(),
        restartCount,
        shown instanceof Waiting && latest == null ? "" : containerId);
  }

  /** Hears one run and tells the loop. */
  private final class RunListener implements ContainerProcess.Listener {
    private final ContainerLog ofRun;

    RunListener(ContainerLog ofRun) {
      this.ofRun = ofRun;
    }

    @Override
    public void output(byte[] bytes, int length) {
      ofRun.append(bytes, length);
    }

    @Override
    public void ended(int exitCode) {
      ofRun.end();
      node.loop().run(() -> exited(ofRun, exitCode));
    }
  }

  private final class HealthListener implements Health.Listener {
    @Override
    public void changed() {
      // Before that there is nothing to show, and then it is shown anyway.
      if (isObserved()) {
        host.changed();
      }
    }

    @Override
    public void unhealthy(String kind, String message) {
      event("Warning", "Unhealthy", kind + " probe failed: " + message);
    }

    @Override
    public void failed(String kind) {
      var text = " failed " + kind.toLowerCase(Locale.ROOT) + " probe, will be restarted";
      event("Normal", "Killing", "Container " + name + text);
      end(PodWorker.grace(host.pod()));
    }
  }
}
