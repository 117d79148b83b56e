package dev.muster.e2e.crash;

import dev.muster.api.client.KubernetesClients;
import dev.muster.operator.MusterOperator;
import dev.muster.operator.OperatorConfig;
import dev.muster.operator.matchmaker.RuntimePlacement;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/** A run of the operator for one namespace. */
final class OperatorRun implements Run {
  /** A fifth of the client's default, so that a call without answer does not take ten seconds. */
  private static final int REQUEST_MAY_TAKE_MILLIS = 2_000;

  private final KubernetesClient client;
  private final OperatorConfig config;
  private final Clock clock;
  private final ExecutorService threads;
  private volatile CompletableFuture<MusterOperator> running = new CompletableFuture<>();

  OperatorRun(Door door, String namespace, Clock clock, ExecutorService threads) {
    client =
        KubernetesClients.builder()
            .withConfig(
                new ConfigBuilder(Config.empty())
                    .withMasterUrl(door.url())
                    .withRequestTimeout(REQUEST_MAY_TAKE_MILLIS)
                    .build())
            .build();
    config =
        new OperatorConfig(
            Set.of(namespace),
            new RuntimePlacement.Deployed(
                OperatorConfig.RUNTIME_IMAGE, RuntimePlacement.ServiceHost.Dns),
            Optional.empty(),
            0);
    this.clock = clock;
    this.threads = threads;
  }

  @Override
  public CompletionStage<Void> start() {
    running =
        CompletableFuture.supplyAsync(() -> MusterOperator.start(client, config, clock), threads);
    return running.thenAccept(operator -> {});
  }

  @Override
  public boolean isLive() {
    return running.handle((operator, problem) -> problem == null && operator.isLive()).getNow(true);
  }

  @Override
  public CompletionStage<Void> kill() {
    // The client last: one that is closed first keeps its connections for ever.
    return running
        .thenAcceptAsync(MusterOperator::close, threads)
        .whenComplete((closed, problem) -> client.close());
  }
}
