package dev.muster.devcluster.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.fake.ManualLoop;
import dev.muster.devcluster.store.DeleteOptions;
import dev.muster.devcluster.store.Resource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The states of pods as a real kubelet shows them, with simulated containers and a manual clock.
 */
class SimulatedPodsTest {
  @TempDir Path directory;
  private final ManualLoop loop = new ManualLoop();
  private NodeHarness harness;

  @BeforeEach
  void start() {
    harness = new NodeHarness(loop, NodeConfig.Pods.SIMULATED, Map.of(), directory);
    loop.settle();
  }

  @AfterEach
  void stop() {
    harness.vertx.close();
  }

  private void pod(String name, String simulate, String more) {
    var pod =
        NodeHarness.yaml(
            """
            metadata:
              name: %s
              namespace: default
              annotations: {devcluster.muster.dev/simulate: "%s"}
            spec:
              restartPolicy: Never
              terminationGracePeriodSeconds: 5
              containers: [{name: main, image: "game:1"}]
            """
                .formatted(name, simulate));
    if (!more.isEmpty()) {
      ((ObjectNode) pod.get("spec")).setAll(NodeHarness.yaml(more));
    }
    harness.store.create(Resource.PODS, pod);
    loop.settle();
  }

  private void advance(long millis) {
    loop.advance(Duration.ofMillis(millis));
  }

  @Test
  void registersItselfAsAReadyNodeWithItsAddress() {
    var node = harness.store.get(Resource.NODES, null, "node").orElseThrow();

    assertThat(node.at("/status/addresses/0/type").asText()).isEqualTo("InternalIP");
    assertThat(node.at("/status/addresses/0/address").asText())
        .isEqualTo(harness.network.nodeAddress());
    assertThat(node.at("/status/addresses/1/type").asText()).isEqualTo("Hostname");
    assertThat(node.at("/status/conditions/3/type").asText()).isEqualTo("Ready");
    assertThat(node.at("/status/conditions/3/status").asText()).isEqualTo("True");
    assertThat(node.at("/status/allocatable/cpu").asInt()).isPositive();
  }

  @Test
  void aPodGoesThroughTheStatesOfTheKubeletUntilItIsReady() {
    pod("a", "", "");
    advance(1000);

    assertThat(harness.story("a"))
        .containsExactly(
            "ADDED - -",
            "MODIFIED - -",
            "MODIFIED Pending waiting/ContainerCreating",
            "MODIFIED Running running ready");
    var pod = harness.pod("a");
    assertThat(pod.at("/spec/nodeName").asText()).isEqualTo("node");
    assertThat(pod.at("/status/hostIP").asText()).isEqualTo(harness.network.nodeAddress());
    assertThat(harness.network.pods().contains(pod.at("/status/podIP").asText())).isTrue();
    assertThat(pod.at("/status/podIPs/0/ip")).isEqualTo(pod.at("/status/podIP"));
    assertThat(pod.at("/status/startTime").asText()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(pod.at("/status/conditions").findValuesAsText("type"))
        .containsExactlyElementsOf(PodStatus.CONDITIONS);
    assertThat(pod.at("/status/conditions").findValuesAsText("status")).containsOnly("True");
    assertThat(pod.at("/status/containerStatuses/0/started").asBoolean()).isTrue();
    assertThat(harness.events("a"))
        .containsExactlyInAnyOrder(
            "Scheduled: Successfully assigned default/a to node",
            "Pulled: Container image \"game:1\" already present on machine",
            "Created: Created container: main",
            "Started: Started container main");
  }

  @Test
  void aPodThatEndsAtOnceNeverShowsRunning() {
    pod("a", "exit=0", "");
    advance(1000);

    assertThat(harness.story("a"))
        .containsExactly(
            "ADDED - -",
            "MODIFIED - -",
            "MODIFIED Pending waiting/ContainerCreating",
            "MODIFIED Pending terminated/Completed",
            "MODIFIED Succeeded terminated/Completed");
    var conditions = harness.pod("a").at("/status/conditions");
    assertThat(conditions.at("/0/status").asText()).isEqualTo("False");
    assertThat(conditions.at("/1/reason").asText()).isEqualTo("PodCompleted");
    assertThat(conditions.at("/2/reason").asText()).isEqualTo("PodCompleted");
  }

  @Test
  void aPodThatFailsShowsItsExitCode() {
    pod("a", "exit=3,exit-after=2s", "");
    advance(3000);

    assertThat(harness.phase("a")).isEqualTo("Failed");
    assertThat(harness.state("a").at("/terminated/exitCode").asInt()).isEqualTo(3);
    assertThat(harness.state("a").at("/terminated/reason").asText()).isEqualTo("Error");
    assertThat(harness.story("a")).contains("MODIFIED Running running ready");
    assertThat(harness.pod("a").at("/status/conditions/2/reason").asText()).isEqualTo("PodFailed");
  }

  @Test
  void neverReadyStaysRunningAndNamesWhatIsNotReady() {
    pod("a", "never-ready", "");
    advance(60_000);

    assertThat(harness.phase("a")).isEqualTo("Running");
    assertThat(harness.isReady("a")).isFalse();
    assertThat(harness.pod("a").at("/status/conditions/2/message").asText())
        .isEqualTo("containers with unready status: [main]");
  }

  @Test
  void readyAfterBecomesReadyThen() {
    pod("a", "ready-after=3s", "");
    advance(2900);
    assertThat(harness.isReady("a")).isFalse();

    advance(200);

    assertThat(harness.isReady("a")).isTrue();
  }

  @Test
  void anImageThatCannotBePulledIsTriedAgainWithBackOff() {
    pod("a", "image-pull-error", "");
    assertThat(harness.state("a").at("/waiting/reason").asText()).isEqualTo("ErrImagePull");

    advance(1000);

    assertThat(harness.phase("a")).isEqualTo("Pending");
    assertThat(harness.state("a").at("/waiting/reason").asText()).isEqualTo("ImagePullBackOff");
    assertThat(harness.state("a").at("/waiting/message").asText())
        .startsWith("Back-off pulling image \"game:1\"");
    assertThat(harness.events("a"))
        .contains("Failed: Error: ImagePullBackOff")
        .contains("BackOff: Back-off pulling image \"game:1\"");
    assertThatThrownBy(() -> harness.log("a"))
        .hasMessage("container \"main\" in pod \"a\" is waiting to start: image can't be pulled");
    advance(10_000);
    assertThat(harness.store.list(Resource.EVENTS, "default"))
        .anyMatch(
            event ->
                event.path("reason").asText().equals("Pulling")
                    && event.path("count").asInt() == 2);
  }

  @Test
  void aWrongWordInTheAnnotationIsToldInTheStatus() {
    pod("a", "explode", "");

    assertThat(harness.state("a").at("/waiting/message").asText())
        .contains("\"explode\" is none of exit=CODE");
  }

  @Test
  void deletionGoesThroughTheEndOfItsContainersBeforeTheObjectGoes() {
    pod("a", "", "");
    advance(1000);

    harness.delete("a");
    loop.settle();

    assertThat(harness.pod("a").isMissingNode()).isTrue();
    var story = harness.story("a");
    assertThat(story.subList(story.size() - 2, story.size()))
        .containsExactly(
            "MODIFIED Succeeded terminated/Completed", "DELETED Succeeded terminated/Completed");
    assertThat(harness.events("a")).contains("Killing: Stopping container main");
  }

  @Test
  void whoIgnoresTermIsKilledAfterTheGrace() {
    pod("a", "ignore-term", "");
    advance(1000);
    harness.delete("a");
    loop.settle();
    assertThat(harness.pod("a").isMissingNode()).isFalse();

    advance(5000);

    assertThat(harness.pod("a").isMissingNode()).isTrue();
    var history = harness.store.history(Resource.PODS, "a");
    var last = history.get(history.size() - 1).object();
    assertThat(last.at("/status/phase").asText()).isEqualTo("Failed");
    assertThat(last.at("/status/containerStatuses/0/state/terminated/exitCode").asInt())
        .isEqualTo(137);
  }

  @Test
  void aShorterGraceBringsTheEndForward() {
    pod("a", "ignore-term", "");
    advance(1000);
    harness.delete("a");
    loop.settle();

    harness.store.delete(
        Resource.PODS,
        "default",
        "a",
        new DeleteOptions(
            OptionalLong.of(1), DeleteOptions.Propagation.BACKGROUND, null, null, false));
    advance(1000);

    assertThat(harness.pod("a").isMissingNode()).isTrue();
  }

  @Test
  void aPodWhoseHostPortIsTakenWaitsUntilItIsFree() {
    pod("a", "", "containers: [{name: m, image: g, ports: [{containerPort: 1, hostPort: 7000}]}]");
    pod("b", "", "containers: [{name: m, image: g, ports: [{containerPort: 1, hostPort: 7000}]}]");
    pod(
        "c",
        "",
        "containers: [{name: m, image: g, ports: [{containerPort: 1, hostPort: 7000, protocol:"
            + " UDP}]}]");
    advance(1000);
    var why =
        "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports."
            + " preemption: 0/1 nodes are available: 1 No preemption victims found for incoming"
            + " pod.";
    assertThat(harness.pod("b").at("/spec/nodeName").asText()).isEmpty();
    assertThat(harness.pod("b").at("/status/conditions/0/reason").asText())
        .isEqualTo("Unschedulable");
    assertThat(harness.pod("b").at("/status/conditions/0/message").asText()).isEqualTo(why);
    assertThat(harness.events("b")).containsExactly("FailedScheduling: " + why);
    assertThat(harness.pod("c").at("/spec/nodeName").asText()).isEqualTo("node");

    harness.delete("a");
    settleWithPorts("b");

    assertThat(harness.pod("b").at("/spec/nodeName").asText()).isEqualTo("node");
  }

  /** Ports are given back on another thread. */
  private void settleWithPorts(String name) {
    await()
        .until(
            () -> {
              loop.settle();
              return !harness.pod(name).at("/spec/nodeName").asText().isEmpty();
            });
  }

  @Test
  void aPodForAnotherNodeIsUnschedulable() {
    pod("a", "", "nodeSelector: {disk: ssd}");

    assertThat(harness.events("a"))
        .containsExactly(
            "FailedScheduling: 0/1 nodes are available: 1 node(s) didn't match Pod's node"
                + " affinity/selector. preemption: 0/1 nodes are available: 1 Preemption is not"
                + " helpful for scheduling.");
  }

  @Test
  void aFailingContainerIsRestartedAtOnceAndThenWithBackOff() {
    pod("a", "exit=2", "restartPolicy: OnFailure");
    advance(1000);
    assertThat(harness.phase("a")).isEqualTo("Running");
    assertThat(harness.state("a").at("/waiting/reason").asText()).isEqualTo("CrashLoopBackOff");
    assertThat(harness.state("a").at("/waiting/message").asText())
        .startsWith("back-off 10s restarting failed container=main pod=a_default(");
    assertThat(restarts()).isEqualTo(1);
    assertThat(harness.pod("a").at("/status/containerStatuses/0/lastState/terminated/exitCode"))
        .hasToString("2");

    advance(9500);

    assertThat(restarts()).isEqualTo(2);
    assertThat(harness.events("a"))
        .anyMatch(text -> text.startsWith("BackOff: Back-off restarting failed container main"));
  }

  private int restarts() {
    return harness.pod("a").at("/status/containerStatuses/0/restartCount").asInt();
  }

  @Test
  void alwaysRestartsAlsoWhatSucceeds() {
    pod("a", "exit=0,exit-after=20s", "restartPolicy: Always");

    advance(30_000);

    assertThat(harness.phase("a")).isEqualTo("Running");
    assertThat(restarts()).isEqualTo(1);
    assertThat(harness.isReady("a")).isTrue();
  }

  @Test
  void endsWhatIsOverItsDeadline() {
    pod("a", "", "activeDeadlineSeconds: 10");

    advance(10_500);

    assertThat(harness.phase("a")).isEqualTo("Failed");
    assertThat(harness.pod("a").at("/status/reason").asText()).isEqualTo("DeadlineExceeded");
    assertThat(harness.pod("a").at("/status/message").asText())
        .isEqualTo("Pod was active on the node longer than the specified deadline");
  }

  @Test
  void aMissingSecretHoldsTheContainerUntilItComes() {
    pod(
        "a",
        "",
        """
        containers:
        - name: main
          image: g
          env: [{name: S, valueFrom: {secretKeyRef: {name: s, key: k}}}]
        """);
    advance(1000);
    assertThat(harness.state("a").at("/waiting/reason").asText())
        .isEqualTo("CreateContainerConfigError");
    assertThat(harness.state("a").at("/waiting/message").asText())
        .isEqualTo("secret \"s\" not found");
    assertThat(harness.events("a")).contains("Failed: Error: secret \"s\" not found");

    harness.create(Resource.SECRETS, "metadata: {name: s}\ndata: {k: eA==}");
    advance(2000);

    assertThat(harness.isReady("a")).isTrue();
  }

  @Test
  void aMissingVolumeSourceHoldsThePodUntilItComes() {
    pod(
        "a",
        "",
        """
        volumes: [{name: v, configMap: {name: c}}]
        containers: [{name: main, image: g, volumeMounts: [{name: v, mountPath: /etc/c}]}]
        """);
    advance(1000);
    assertThat(harness.state("a").at("/waiting/reason").asText()).isEqualTo("ContainerCreating");
    assertThat(harness.events("a"))
        .contains("FailedMount: MountVolume.SetUp failed: configmap \"c\" not found");

    harness.create(Resource.CONFIG_MAPS, "metadata: {name: c}\ndata: {k: v}");
    advance(2000);

    assertThat(harness.isReady("a")).isTrue();
  }

  @Test
  void keepsConditionsThatOthersSet() {
    pod("a", "ready-after=10s", "");
    advance(1000);
    var pod = harness.store.get(Resource.PODS, "default", "a").orElseThrow();
    pod.withArray("/status/conditions").addObject().put("type", "mine").put("status", "True");
    harness.store.updateStatus(Resource.PODS, pod);

    advance(10_000);

    assertThat(harness.isReady("a")).isTrue();
    assertThat(harness.pod("a").at("/status/conditions").findValuesAsText("type")).contains("mine");
  }

  @Test
  void anAddressIsFreeAgainWhenItsPodHasEnded() {
    pod("a", "exit=0", "");
    advance(1000);
    var address = harness.pod("a").at("/status/podIP").asText();

    assertThat(harness.network.pods().take(address)).isTrue();
  }

  @Test
  void anObjectThatIsRemovedByForceTakesItsContainersAlong() {
    pod("a", "ignore-term", "");
    advance(1000);
    var address = harness.pod("a").at("/status/podIP").asText();

    harness.store.delete(Resource.PODS, "default", "a", DeleteOptions.NOW);
    loop.settle();

    assertThat(harness.network.pods().take(address)).isTrue();
    assertThat(List.of(directory.toFile().list())).isEmpty();
  }
}
