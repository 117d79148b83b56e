package dev.muster.devcluster.node;

import dev.muster.devcluster.api.PodLogs;
import dev.muster.devcluster.store.ObjectStore;
import dev.muster.devcluster.store.Refusal;
import dev.muster.devcluster.store.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** The logs of the node's pods. Safe for use from any thread. */
final class NodeLogs implements PodLogs {
  private static final Set<String> PULL_REASONS = Set.of("ErrImagePull", "ImagePullBackOff");

  private final ObjectStore store;
  private final BiFunction<String, String, Optional<PodWorker>> workers;

  /** With the worker of a pod by its uid. */
  NodeLogs(ObjectStore store, BiFunction<String, String, Optional<PodWorker>> workers) {
    this.store = store;
    this.workers = workers;
  }

  @Override
  public Optional<InputStream> open(Request request) {
    var pod =
        store
            .get(Resource.PODS, request.namespace(), request.pod())
            .orElseThrow(() -> Refusal.notFound(Resource.PODS, request.pod()));
    var worker = workers.apply(request.namespace(), pod.at("/metadata/uid").asText());
    if (worker.isEmpty()) {
      return Optional.empty();
    }
    var container = container(worker.get(), request);
    var log = request.previous() ? container.previousLog() : container.log();
    if (log == null) {
      throw Refusal.badRequest(missing(container, request));
    }
    try {
      return Optional.of(new LogStream(log, request));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ContainerRunner container(PodWorker worker, Request request) {
    var all = worker.containers();
    if (request.container() == null || request.container().isEmpty()) {
      if (all.size() == 1) {
        return all.get(0);
      }
      throw Refusal.badRequest(
          "a container name must be specified for pod "
              + request.pod()
              + ", choose one of: ["
              + String.join(" ", names(all))
              + "]");
    }
    return all.stream()
        .filter(container -> container.name().equals(request.container()))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.badRequest(
                    "container " + request.container() + " is not valid for pod " + request.pod()));
  }

  private static List<String> names(List<ContainerRunner> containers) {
    return containers.stream().map(ContainerRunner::name).toList();
  }

  private static String missing(ContainerRunner container, Request request) {
    var named = "container \"" + container.name() + "\" in pod \"" + request.pod() + "\"";
    if (request.previous()) {
      return "previous terminated " + named + " not found";
    }
    var reason =
        container.state() instanceof ContainerState.Waiting waiting
            ? waiting.reason()
            : "ContainerCreating";
    return named
        + " is waiting to start: "
        + (PULL_REASONS.contains(reason) ? "image can't be pulled" : reason);
  }
}
