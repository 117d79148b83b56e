package dev.muster.operator;

import dev.muster.operator.backfill.BackfillReconciler;
import dev.muster.operator.events.EventRecorder;
import dev.muster.operator.match.MatchReconciler;
import dev.muster.operator.matchmaker.MatchmakerReconciler;
import dev.muster.operator.objects.Labels;
import dev.muster.operator.profile.ProfileReconciler;
import dev.muster.operator.profile.RevisionReconciler;
import dev.muster.operator.revision.Revisions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.javaoperatorsdk.operator.processing.retry.Retry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running operator, until it is closed. */
public final class MusterOperator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MusterOperator.class);
  private static final Duration FOR_CRDS = Duration.ofMinutes(1);
  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);
  private static final int MOST_WAITING_EVENTS = 1_000;
  private static final int REQUEST_ID_BYTES = 6;
  private static final int SECRET_BYTES = 32;

  private final Operator operator;
  private final ThreadPoolExecutor eventWriter;
  private final AtomicBoolean informerStopped;
  private final Optional<Leadership> leadership;
  private HealthServer health;

  private MusterOperator(
      Operator operator,
      ThreadPoolExecutor eventWriter,
      AtomicBoolean informerStopped,
      Optional<Leadership> leadership) {
    this.operator = operator;
    this.eventWriter = eventWriter;
    this.informerStopped = informerStopped;
    this.leadership = leadership;
  }

  /**
   * Starts an operator. The CRDs are waited for, a minute. With leader election it may only stand
   * by.
   *
   * @param client stays the caller's, who closes it after the operator; it should be one of {@code
   *     KubernetesClients}
   */
  public static MusterOperator start(KubernetesClient client, OperatorConfig config, Clock clock) {
    ServedKinds.await(client, config.namespaces(), FOR_CRDS);
    var informerStopped = new AtomicBoolean();
    var leadership =
        config
            .leaderElection()
            .map(namespace -> new Leadership(client, namespace, identity(), MusterOperator::halt));
    var operator = new Operator(service -> configure(service, client, leadership, informerStopped));
    var eventWriter = eventWriter();
    var running = new MusterOperator(operator, eventWriter, informerStopped, leadership);
    running.register(client, config, clock);
    try {
      operator.start();
      if (config.healthPort() != 0) {
        running.health = HealthServer.start(config.healthPort(), running::isLive, running::isReady);
      }
    } catch (RuntimeException e) {
      running.close();
      throw e;
    }
    LOG.atInfo()
        .addKeyValue(
            "namespaces", config.namespaces().isEmpty() ? "all" : config.namespaces().toString())
        .log("The operator runs");
    return running;
  }

  /** Whether nothing has stopped that should run. */
  public boolean isLive() {
    return !informerStopped.get();
  }

  /** Whether it reconciles, or stands by for the operator that does. */
  public boolean isReady() {
    return isLive();
  }

  /** Stops reconciling. What was begun is finished, or left to the next operator. */
  @Override
  public void close() {
    if (health != null) {
      health.close();
    }
    leadership.ifPresent(Leadership::leave);
    operator.stop();
    leadership.ifPresent(Leadership::release);
    eventWriter.shutdown();
  }

  /**
   * Ends the process at once. Whoever has lost the lead must not act any more; to stop in order
   * would wait for the election, which waits for this.
   */
  private static void halt() {
    Runtime.getRuntime().halt(1);
  }

  /** The pod's name, as the Lease shows it, made unique. */
  private static String identity() {
    return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("muster-operator")
        + "_"
        + UUID.randomUUID();
  }

  private static void configure(
      ConfigurationServiceOverrider service,
      KubernetesClient client,
      Optional<Leadership> leadership,
      AtomicBoolean informerStopped) {
    service
        .withKubernetesClient(client)
        .withCloseClientOnStop(false)
        .withReconciliationTerminationTimeout(Duration.ofSeconds(5))
        .withInformerStoppedHandler(
            (informer, cause) -> {
              // JOSDK's own handler ends the process. The kubelet does that better, by liveness.
              if (cause != null) {
                informerStopped.set(true);
                LOG.atError()
                    .setCause(cause)
                    .addKeyValue("kind", informer.getApiTypeClass().getSimpleName())
                    .log("A watch has stopped for good");
              }
            });
    leadership.ifPresent(lead -> service.withLeaderElectionConfiguration(lead.configuration()));
  }

  private void register(KubernetesClient client, OperatorConfig config, Clock clock) {
    var revisions = new Revisions(client);
    var events = new EventRecorder(client, clock, eventWriter);
    var random = new SecureRandom();
    operator.register(
        new MatchmakerReconciler(
            client, revisions, config.runtime(), clock, bytes(random, SECRET_BYTES)),
        overrider -> watch(overrider, config));
    operator.register(
        new ProfileReconciler(client, revisions, events, clock),
        overrider -> watch(overrider, config, ProfileReconciler::matters));
    operator.register(
        new RevisionReconciler(client, clock),
        overrider ->
            watch(overrider, config, (now, before) -> false)
                .withLabelSelector(Labels.MANAGED_BY + "=" + Labels.MUSTER));
    var requestIds = bytes(random, REQUEST_ID_BYTES);
    operator.register(
        new MatchReconciler(
            client, revisions, events, clock, () -> HexFormat.of().formatHex(requestIds.get())),
        overrider -> watch(overrider, config, MatchReconciler::matters));
    operator.register(
        new BackfillReconciler(client, revisions, events, clock),
        overrider -> watch(overrider, config, BackfillReconciler::matters));
  }

  private static <R extends HasMetadata> ControllerConfigurationOverrider<R> watch(
      ControllerConfigurationOverrider<R> overrider, OperatorConfig config) {
    overrider.withRetry(untilItWorks());
    return config.namespaces().isEmpty()
        ? overrider.watchingAllNamespaces()
        : overrider.settingNamespaces(config.namespaces());
  }

  /** However long the API server is away: JOSDK's own gives up after five times. */
  private static Retry untilItWorks() {
    return new GenericRetry()
        .setInitialInterval(FIRST_RETRY.toMillis())
        .setIntervalMultiplier(2)
        .setMaxInterval(LONGEST_RETRY.toMillis())
        .withoutMaxAttempts();
  }

  private static <R extends HasMetadata> ControllerConfigurationOverrider<R> watch(
      ControllerConfigurationOverrider<R> overrider,
      OperatorConfig config,
      OnUpdateFilter<R> matters) {
    return watch(overrider, config).withOnUpdateFilter(matters);
  }

  private static Supplier<byte[]> bytes(SecureRandom random, int count) {
    return () -> {
      var bytes = new byte[count];
      random.nextBytes(bytes);
      return bytes;
    };
  }

  private static ThreadPoolExecutor eventWriter() {
    return new ThreadPoolExecutor(
        1,
        1,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(MOST_WAITING_EVENTS),
        task -> {
          var thread = new Thread(task, "muster-events");
          thread.setDaemon(true);
          return thread;
        });
  }
}
