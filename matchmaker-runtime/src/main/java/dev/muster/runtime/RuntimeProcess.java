package dev.muster.runtime;

import dev.muster.api.recording.Recorded;
import dev.muster.api.recording.RecordingFormat;
import dev.muster.engine.indexed.IndexedMatchmaking;
import dev.muster.runtime.cluster.Cluster;
import dev.muster.runtime.explain.Explanations;
import dev.muster.runtime.group.Backfills;
import dev.muster.runtime.group.FormingGroups;
import dev.muster.runtime.group.Groups;
import dev.muster.runtime.group.Inspection;
import dev.muster.runtime.group.Tickets;
import dev.muster.runtime.http.Health;
import dev.muster.runtime.http.ManagementServer;
import dev.muster.runtime.http.PublicApi;
import dev.muster.runtime.http.PublicServer;
import dev.muster.runtime.loop.Loop;
import dev.muster.runtime.loop.LoopObserver;
import dev.muster.runtime.loop.MatchSink;
import dev.muster.runtime.loop.MatchmakingFactory;
import dev.muster.runtime.loop.Queues;
import dev.muster.runtime.metrics.Metrics;
import dev.muster.runtime.recording.Recorder;
import dev.muster.runtime.settings.Settings;
import dev.muster.runtime.stats.Statistics;
import dev.muster.runtime.store.GroupChanges;
import dev.muster.runtime.store.InMemoryTicketStore;
import dev.muster.runtime.ticket.SecureIds;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All parts of the runtime, wired. It is started once and stopped once. */
public final class RuntimeProcess {
  private static final Logger LOG = LoggerFactory.getLogger(RuntimeProcess.class);
  private static final long REQUESTS_MAY_TAKE_MILLIS = 3_000;
  private static final long LOOP_MAY_TAKE_MILLIS = 2_000;
  private static final long MATCHES_MAY_TAKE_MILLIS = 3_000;
  private static final long CLOSING_MAY_TAKE_MILLIS = 1_000;

  private final RuntimeConfig config;
  private final KubernetesClient client;
  private final TokenDirectory tokens;
  private final ServerKey serverKey;
  private final AtomicReference<Settings> settings = new AtomicReference<>(Settings.NONE);
  private final Metrics metrics = new Metrics();
  private final Cluster cluster;
  private final Optional<Recorder> recorder;
  private final Loop loop;
  private final Heartbeat heartbeat;
  private final Explanations explanations;
  private final Inspection inspection;
  private final Vertx vertx;
  private final Health health;
  private final PublicServer publicServer;
  private final CompletableFuture<Ports> ports = new CompletableFuture<>();
  private final ManagementServer managementServer;
  private final ScheduledThreadPoolExecutor housekeeping;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private volatile boolean loaded;

  /**
   * Wires everything and starts nothing.
   *
   * @param vertx closed with this process
   * @param client closed with this process
   */
  public RuntimeProcess(RuntimeConfig config, Vertx vertx, KubernetesClient client) {
    this.config = config;
    this.vertx = vertx;
    this.client = client;
    tokens = new TokenDirectory(config.tokensDirectory());
    serverKey = new ServerKey(config.keysDirectory());
    cluster =
        new Cluster(
            client, config.namespace(), config.matchmaker(), Clock.systemUTC(), new SecureRandom());
    var changes = new GroupChanges();
    var statistics = new Statistics(Clock.systemUTC()::millis);
    var store = new InMemoryTicketStore(RuntimeConfig.MOST_TICKETS, changes);
    var forming = new FormingGroups(store, RuntimeConfig.MOST_FORMING_PLAYERS, changes);
    var ids = new SecureIds();
    MatchmakingFactory engine =
        (profile, beacons) ->
            new IndexedMatchmaking(profile, beacons, RuntimeConfig.MOST_WAITING_PER_QUEUE);
    recorder = config.recording().map(RuntimeProcess::record);
    MatchSink sink = cluster;
    loop =
        new Loop(
            new Queues(
                recorder.map(to -> to.recording(engine)).orElse(engine),
                store,
                recorder.map(to -> to.recording(sink)).orElse(sink),
                forming,
                ids,
                LoopObserver.both(metrics.queues(), statistics)),
            Clock.systemUTC()::millis,
            RuntimeConfig.MOST_COMMANDS);
    metrics.watch(loop);
    metrics.watch(cluster.held());
    heartbeat = new Heartbeat(loop, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    health = new Health(() -> loaded, parts());
    explanations = new Explanations(loop, store, forming, engine, cluster.held());
    inspection = new Inspection(store);
    publicServer =
        new PublicServer(
            vertx,
            new PublicApi(
                new Tickets(loop, store, ids),
                new Groups(loop, forming, store, ids),
                explanations,
                new Backfills(loop, cluster.servers(), cluster.seats(), ids),
                inspection,
                loop,
                settings::get,
                tokens::current,
                cluster.servers(),
                serverKey::accepts,
                health,
                metrics.http(),
                changes,
                statistics,
                cluster.held(),
                PublicApi.Streams.DEFAULT));
    managementServer =
        new ManagementServer(
            vertx, health, heartbeat::isAlive, metrics::scrape, explanations, settings::get);
    housekeeping = new ScheduledThreadPoolExecutor(1, RuntimeProcess::housekeeper);
  }

  private static Recorder record(RuntimeConfig.Recording recording) {
    try {
      return Recorder.to(
          recording.directory(),
          recording.limitBytes(),
          System.currentTimeMillis(),
          new Recorded.Header(
              RecordingFormat.VERSION, "indexed", RuntimeConfig.MOST_WAITING_PER_QUEUE));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot record into " + recording.directory() + " (MUSTER_RECORDING_DIRECTORY): " + e, e);
    }
  }

  private Map<String, BooleanSupplier> parts() {
    var parts = new LinkedHashMap<String, BooleanSupplier>();
    parts.put("cluster (profiles are being loaded)", () -> loaded);
    parts.put("tokens (the Secret holds none)", () -> !tokens.current().all().isEmpty());
    parts.put("loop", heartbeat::isAlive);
    return parts;
  }

  private static Thread housekeeper(Runnable work) {
    var thread = new Thread(work, "housekeeping");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Starts everything; logs one line when it serves.
   *
   * @return completes when players can be served; fails when a port cannot be had. While the API
   *     server is away it waits for it
   */
  public CompletionStage<Void> start() {
    tokens.reread();
    serverKey.reread();
    housekeep(tokens::reread, TokenDirectory.REREAD_MILLIS);
    housekeep(serverKey::reread, TokenDirectory.REREAD_MILLIS);
    housekeep(heartbeat::beat, Heartbeat.BEAT_MILLIS);
    loop.start();
    var queues = cluster.start(loop, settings::set).toCompletableFuture();
    return listen()
        .thenCompose(
            ports ->
                queues.thenAccept(
                    served -> {
                      loaded = true;
                      logServing(ports, served);
                    }));
  }

  private void housekeep(Runnable task, long everyMillis) {
    var unused =
        housekeeping.scheduleWithFixedDelay(task, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
  }

  /** Where it listens. */
  record Ports(int http, int management) {}

  /** Its ports; completes when it listens. */
  CompletionStage<Ports> ports() {
    return ports;
  }

  private CompletableFuture<Ports> listen() {
    var address = config.bindAddress();
    var management =
        orTell(
            managementServer.listen(address, config.managementPort()),
            "MUSTER_MANAGEMENT_PORT",
            config.managementPort());
    var http =
        orTell(
            publicServer.listen(address, config.httpPort()), "MUSTER_HTTP_PORT", config.httpPort());
    return management
        .compose(managementPort -> http.map(httpPort -> new Ports(httpPort, managementPort)))
        .onSuccess(ports::complete)
        .toCompletionStage()
        .toCompletableFuture();
  }

  private Future<Integer> orTell(Future<Integer> listening, String variable, int port) {
    return listening.recover(
        problem ->
            Future.failedFuture(
                new IllegalStateException(
                    "cannot listen on port "
                        + port
                        + " ("
                        + variable
                        + ") of "
                        + config.bindAddress()
                        + ": "
                        + problem.getMessage(),
                    problem)));
  }

  private void logServing(Ports ports, int queues) {
    LOG.atInfo()
        .addKeyValue("address", config.bindAddress())
        .addKeyValue("http", ports.http())
        .addKeyValue("management", ports.management())
        .addKeyValue("namespace", config.namespace())
        .addKeyValue("matchmaker", config.matchmaker())
        .addKeyValue("queues", queues)
        .addKeyValue("afterMillis", sinceProcessStartMillis())
        .log("Serving");
  }

  private static long sinceProcessStartMillis() {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(start -> Duration.between(start, Instant.now()).toMillis())
        .orElse(-1L);
  }

  /**
   * Stops everything: takes no more requests, finishes those that have begun, and hands matches
   * that were made over to the cluster. Blocks, for less than 10 s whatever happens. The second
   * time it does nothing.
   */
  public void stop() {
    if (stopped.getAndSet(true)) {
      return;
    }
    LOG.atInfo().log("Stopping");
    health.stopping();
    await(
        "requests",
        publicServer.stop(REQUESTS_MAY_TAKE_MILLIS).toCompletionStage(),
        REQUESTS_MAY_TAKE_MILLIS);
    await("commands", loop.stop(), LOOP_MAY_TAKE_MILLIS);
    await("matches", cluster.drained(), MATCHES_MAY_TAKE_MILLIS);
    recorder.ifPresent(Recorder::close);
    cluster.close();
    housekeeping.shutdownNow();
    explanations.close();
    inspection.close();
    await("connections", vertx.close().toCompletionStage(), CLOSING_MAY_TAKE_MILLIS);
    client.close();
    metrics.close();
    LOG.atInfo().log("Stopped");
  }

  private static <T> void await(String what, CompletionStage<T> end, long mostMillis) {
    try {
      end.toCompletableFuture().get(mostMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.atWarn().addKeyValue("unfinished", what).log("Stopping without waiting any longer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException e) {
      LOG.atWarn().setCause(e.getCause()).addKeyValue("unfinished", what).log("Stopping failed");
    }
  }
}
