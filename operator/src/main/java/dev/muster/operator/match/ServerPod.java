package dev.muster.operator.match;

import dev.muster.api.v1alpha1.GameServerSpec.AssignWhen;
import dev.muster.operator.objects.Times;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A pod, asked as a game server.
 *
 * @param pod as the API server has it
 * @param container the container whose end is the server's end; empty for the first
 */
record ServerPod(Pod pod, Optional<String> container) {
  private static final Set<String> ORDINARY_WAITS =
      Set.of("ContainerCreating", "PodInitializing", "");

  /** The pod's name. */
  String name() {
    return pod.getMetadata().getName();
  }

  /** Whether no process of the pod runs any more. */
  boolean isDead() {
    return isOver() || allTerminated();
  }

  /** Whether its phase says so too. Until then the scheduler gives its ports to nobody. */
  boolean isOver() {
    return "Succeeded".equals(phase()) || "Failed".equals(phase());
  }

  /** The phase may follow its containers a moment later. */
  private boolean allTerminated() {
    var statuses = containerStatuses();
    return statuses.size() == pod.getSpec().getContainers().size()
        && statuses.stream()
            .allMatch(
                status -> status.getState() != null && status.getState().getTerminated() != null);
  }

  /** Whether someone has asked for the pod's deletion. */
  boolean isBeingDeleted() {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  /** Whether the server has ended, though other containers may still run. */
  boolean hasEnded() {
    return isDead() || terminated().isPresent();
  }

  /** Whether the server ended by itself and well. */
  boolean endedWell() {
    return terminated()
        .map(end -> Integer.valueOf(0).equals(end.getExitCode()))
        .orElseGet(() -> "Succeeded".equals(phase()));
  }

  /** When the server's container started. */
  Optional<Instant> startedAt() {
    return game()
        .map(ContainerStatus::getState)
        .map(ContainerState::getRunning)
        .flatMap(running -> Times.parse(running.getStartedAt()));
  }

  /** Whether players may be told now. */
  boolean isAssignable(AssignWhen when) {
    if (hasEnded() || isBeingDeleted()) {
      return false;
    }
    return switch (when) {
      case Scheduled -> pod.getSpec().getNodeName() != null;
      case Running -> allRunning();
      case Ready ->
          condition("Ready").filter(ready -> "True".equals(ready.getStatus())).isPresent();
    };
  }

  /** How the server ended, for people. */
  String howItEnded() {
    var status = pod.getStatus();
    if (status != null && status.getReason() != null && terminated().isEmpty()) {
      return "the pod failed: " + status.getReason() + detail(status.getMessage());
    }
    return terminated()
        .map(this::howItEnded)
        .orElseGet(
            () -> "the pod is " + phase() + detail(status == null ? null : status.getMessage()));
  }

  /** What the scheduler says of the pod's host ports, if it finds no node for it. */
  Optional<PortRefusal> portRefusal() {
    return pod.getSpec().getNodeName() != null
        ? Optional.empty()
        : condition("PodScheduled")
            .filter(scheduled -> "False".equals(scheduled.getStatus()))
            .filter(scheduled -> "Unschedulable".equals(scheduled.getReason()))
            .flatMap(scheduled -> PortRefusal.read(scheduled.getMessage()));
  }

  /** What holds the pod up, for people; empty when nothing unusual does. */
  Optional<String> trouble() {
    return condition("PodScheduled")
        .filter(scheduled -> "False".equals(scheduled.getStatus()))
        .map(scheduled -> "it cannot be scheduled" + detail(scheduled.getMessage()))
        .or(() -> statuses().flatMap(ServerPod::waiting).findFirst());
  }

  private String howItEnded(ContainerStateTerminated end) {
    var text = new StringBuilder("container ").append(game().orElseThrow().getName());
    if (end.getSignal() != null && end.getSignal() != 0) {
      text.append(" was ended by signal ").append(end.getSignal());
    } else {
      text.append(" exited with code ").append(end.getExitCode());
    }
    if (end.getReason() != null && !Set.of("Completed", "Error").contains(end.getReason())) {
      text.append(" (").append(end.getReason()).append(')');
    }
    return text.append(detail(end.getMessage())).toString();
  }

  private static Stream<String> waiting(ContainerStatus status) {
    return Optional.ofNullable(status.getState()).map(ContainerState::getWaiting).stream()
        .filter(waiting -> !ORDINARY_WAITS.contains(reason(waiting)))
        .map(
            waiting ->
                "container "
                    + status.getName()
                    + " waits: "
                    + reason(waiting)
                    + detail(waiting.getMessage()));
  }

  private static String reason(ContainerStateWaiting waiting) {
    return waiting.getReason() == null ? "" : waiting.getReason();
  }

  private static String detail(String message) {
    return message == null || message.isBlank() ? "" : ": " + message.strip();
  }

  private Optional<ContainerStateTerminated> terminated() {
    return game().map(ContainerStatus::getState).map(ContainerState::getTerminated);
  }

  private boolean allRunning() {
    var statuses = containerStatuses();
    return statuses.size() == pod.getSpec().getContainers().size()
        && statuses.stream()
            .allMatch(
                status -> status.getState() != null && status.getState().getRunning() != null);
  }

  private Optional<ContainerStatus> game() {
    var name = container.orElseGet(() -> pod.getSpec().getContainers().get(0).getName());
    return containerStatuses().stream().filter(status -> name.equals(status.getName())).findFirst();
  }

  private List<ContainerStatus> containerStatuses() {
    return pod.getStatus() == null ? List.of() : pod.getStatus().getContainerStatuses();
  }

  private Stream<ContainerStatus> statuses() {
    return pod.getStatus() == null
        ? Stream.empty()
        : Stream.concat(
            pod.getStatus().getInitContainerStatuses().stream(), containerStatuses().stream());
  }

  private Optional<PodCondition> condition(String type) {
    return pod.getStatus() == null
        ? Optional.empty()
        : pod.getStatus().getConditions().stream()
            .filter(condition -> type.equals(condition.getType()))
            .findFirst();
  }

  private String phase() {
    return pod.getStatus() == null || pod.getStatus().getPhase() == null
        ? "Pending"
        : pod.getStatus().getPhase();
  }
}
