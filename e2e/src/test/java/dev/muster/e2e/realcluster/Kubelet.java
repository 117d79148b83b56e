package dev.muster.e2e.realcluster;

import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A node with nothing behind it, whose pods are what the test says. */
record Kubelet(KubernetesClient admin, String node) {
  static final String EXTERNAL_IP = "203.0.113.10";
  static final String INTERNAL_IP = "192.0.2.10";
  private static final String POD_IP = "192.0.2.99";

  /** A node of that name, on which no scheduler puts anything. */
  static Kubelet at(KubernetesClient admin, String name) {
    var node =
        new NodeBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withNewSpec()
            .withUnschedulable(true)
            .endSpec()
            .withNewStatus()
            .addNewAddress(EXTERNAL_IP, "ExternalIP")
            .addNewAddress(INTERNAL_IP, "InternalIP")
            .endStatus()
            .build();
    admin.resource(node).create();
    return new Kubelet(admin, name);
  }

  /** Takes a pod and has it running and ready. */
  void run(Pod pod) {
    var binding =
        new BindingBuilder()
            .withNewMetadata()
            .withName(pod.getMetadata().getName())
            .withNamespace(pod.getMetadata().getNamespace())
            .endMetadata()
            .withNewTarget()
            .withApiVersion("v1")
            .withKind("Node")
            .withName(node)
            .endTarget()
            .build();
    admin.bindings().inNamespace(pod.getMetadata().getNamespace()).resource(binding).create();
    tell(pod, "Running", running());
  }

  /** Has a pod end well. */
  void exit(Pod pod) {
    tell(pod, "Succeeded", exited());
  }

  private void tell(Pod pod, String phase, ContainerState state) {
    var isReady = state.getRunning() != null;
    var container = pod.getSpec().getContainers().get(0);
    admin
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .editStatus(
            before ->
                new PodBuilder(before)
                    .withNewStatus()
                    .withPhase(phase)
                    .withHostIP(INTERNAL_IP)
                    .addNewHostIP(INTERNAL_IP)
                    .withPodIP(POD_IP)
                    .addNewPodIP(POD_IP)
                    .addNewCondition()
                    .withType("Ready")
                    .withStatus(isReady ? "True" : "False")
                    .endCondition()
                    .addNewContainerStatus()
                    .withName(container.getName())
                    .withImage(container.getImage())
                    .withImageID(container.getImage())
                    .withReady(isReady)
                    .withStarted(isReady)
                    .withRestartCount(0)
                    .withState(state)
                    .endContainerStatus()
                    .endStatus()
                    .build());
  }

  private static ContainerState running() {
    return new ContainerStateBuilder().withNewRunning(now()).build();
  }

  private static ContainerState exited() {
    return new ContainerStateBuilder()
        .withNewTerminated()
        .withExitCode(0)
        .withReason("Completed")
        .withFinishedAt(now())
        .endTerminated()
        .build();
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Takes the node away. */
  void close() {
    admin.nodes().withName(node).delete();
  }
}
