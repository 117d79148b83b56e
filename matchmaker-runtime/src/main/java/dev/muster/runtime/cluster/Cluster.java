package dev.muster.runtime.cluster;

import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Backfill;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.api.v1alpha1.MatchmakerProfile;
import dev.muster.runtime.loop.ClusterCommands;
import dev.muster.runtime.loop.CommittedMatch;
import dev.muster.runtime.loop.MatchFailure;
import dev.muster.runtime.loop.MatchSink;
import dev.muster.runtime.loop.QueueRevision;
import dev.muster.runtime.server.GameServers;
import dev.muster.runtime.server.HeldMatches;
import dev.muster.runtime.server.OpenSeats;
import dev.muster.runtime.settings.Settings;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster as the runtime sees it. Its public methods may be called from any thread and don't
 * block.
 *
 * <p>It is made before the loop, since the loop needs it as its {@link MatchSink}, and started with
 * the loop.
 */
public final class Cluster implements MatchSink, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
  private static final Duration AUDIT_EVERY = Duration.ofSeconds(30);
  private static final Duration LOOK_FOR_LOSS_EVERY = Duration.ofSeconds(10);

  private final String namespace;
  private final String matchmaker;
  private final Clock clock;
  private final ClusterThread thread = new ClusterThread();
  private final ClusterApi api;
  private final Backoff backoff;
  private final Revision.Reader revisionReader;
  private final Watch<Matchmaker> matchmakers;
  private final Watch<MatchmakerProfile> profiles;
  private final Watch<Match> matches;
  private final Watch<Backfill> backfills;
  private final MatchWriter writer;
  private final ServerIndex servers;
  private final HeldIndex held = new HeldIndex();
  private final BackfillIndex seats;
  private volatile Parts parts;
  private volatile int pending;

  /** What needs the loop. */
  private record Parts(
      ClusterCommands loop,
      Consumer<Settings> settings,
      ProfileWatch profiles,
      BackfillWatch backfills,
      MatchFollower follower,
      MatchRecovery recovery,
      QueueReporter reporter) {}

  /**
   * The part of a cluster that belongs to one Matchmaker. Nothing is asked of it yet.
   *
   * @param client stays the caller's to close
   * @param clock tells which ended matches are forgotten by now
   * @param random spreads attempts over time
   */
  public Cluster(
      KubernetesClient client,
      String namespace,
      String matchmaker,
      Clock clock,
      RandomGenerator random) {
    this.namespace = namespace;
    this.matchmaker = matchmaker;
    this.clock = clock;
    api = new KubernetesApi(client, namespace, clock);
    servers = new ServerIndex(api);
    backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10), random);
    seats =
        new BackfillIndex(
            api, thread, new Repeater(thread, backoff), servers, namespace, matchmaker);
    revisionReader = new Revision.Reader(client.getKubernetesSerialization(), matchmaker);
    writer = new MatchWriter(api, thread, backoff, new Results());
    matchmakers =
        new Watch<>(
            "Matchmaker",
            namespace,
            client
                .resources(Matchmaker.class)
                .inNamespace(namespace)
                .withName(matchmaker)
                .runnableInformer(0),
            thread);
    profiles =
        new Watch<>(
            "MatchmakerProfile",
            namespace,
            client.resources(MatchmakerProfile.class).inNamespace(namespace).runnableInformer(0),
            thread);
    matches =
        new Watch<>(
            "Match",
            namespace,
            client
                .resources(Match.class)
                .inNamespace(namespace)
                .withLabel(Api.MATCHMAKER_LABEL, matchmaker)
                .runnableInformer(0),
            thread);
    backfills =
        new Watch<>(
            "Backfill",
            namespace,
            client.resources(Backfill.class).inNamespace(namespace).runnableInformer(0),
            thread);
  }

  /**
   * Loads what the cluster holds, tells the loop, and goes on telling it what changes.
   *
   * @param settings is told what the Matchmaker says, now and when it changes
   * @return the number of queues that are served, once all is loaded; while the API server is away
   *     it is tried again
   */
  public CompletionStage<Integer> start(ClusterCommands loop, Consumer<Settings> settings) {
    parts = parts(loop, settings);
    var loaded = new CompletableFuture<Integer>();
    CompletionStage<Void> listed =
        CompletableFuture.allOf(
            matchmakers.start().toCompletableFuture(),
            profiles.start().toCompletableFuture(),
            matches.start().toCompletableFuture(),
            backfills.start().toCompletableFuture());
    thread.then(listed, done -> open(loaded));
    thread.after(LOOK_FOR_LOSS_EVERY, this::lookForLoss);
    return loaded;
  }

  private Parts parts(ClusterCommands loop, Consumer<Settings> settings) {
    var repeater = new Repeater(thread, backoff);
    var backfillWatch = new BackfillWatch(loop, matchmaker);
    var reporter = new QueueReporter(api, thread, backoff, loop::standings);
    Consumer<QueueRevision> opened =
        queue -> {
          backfillWatch.opened(queue);
          reporter.look();
        };
    var profileWatch = new ProfileWatch(api, thread, repeater, revisionReader, loop, opened);
    var follower =
        new MatchFollower(
            loop, thread, new ReleaseMarker(api, repeater), backfillWatch::matchFailed);
    var recovery = new MatchRecovery(loop, follower, clock, profileWatch::removalPeriod);
    return new Parts(loop, settings, profileWatch, backfillWatch, follower, recovery, reporter);
  }

  private void open(CompletableFuture<Integer> loaded) {
    matchmakers.open(this::configure, gone -> {});
    profiles.open(this::seen, gone -> parts.profiles().gone(gone.getMetadata().getName()));
    recoverWhenSettled(loaded);
  }

  private void configure(Matchmaker resource) {
    var settings = SettingsMapping.of(resource);
    parts.settings().accept(settings);
    var unused = parts.loop().beaconsListed(!settings.beacons().isEmpty());
  }

  private void seen(MatchmakerProfile profile) {
    parts.profiles().seen(profile);
    var status = profile.getStatus();
    parts.reporter().seen(profile.getMetadata().getName(), status == null ? null : status.queue());
  }

  private void recoverWhenSettled(CompletableFuture<Integer> loaded) {
    if (!parts.profiles().isSettled()) {
      thread.after(LOOK_AGAIN, () -> recoverWhenSettled(loaded));
      return;
    }
    int recovered = parts.recovery().recover(matches.objects());
    if (recovered > 0) {
      LOG.atInfo().addKeyValue("matches", recovered).log("Matches of an earlier run are back");
    }
    matches.open(this::seen, this::gone);
    backfills.open(this::seen, gone -> gone(gone.getMetadata().getName()));
    parts.reporter().start();
    thread.after(AUDIT_EVERY, this::audit);
    // Served is what the loop has heard of: until then a player of a match would be told 404.
    thread.then(parts.loop().caughtUp(), done -> loaded.complete(parts.profiles().served()));
  }

  private void seen(Backfill backfill) {
    seats.seen(backfill);
    parts.backfills().seen(backfill);
  }

  private void gone(String backfill) {
    seats.gone(backfill);
    parts.backfills().gone(backfill);
  }

  private void gone(Match match) {
    servers.gone(match);
    held.gone(match);
    parts.follower().gone(match);
  }

  private void seen(Match match) {
    servers.seen(match);
    held.seen(match);
    if (parts.follower().follows(match.getMetadata().getName())) {
      parts.follower().seen(match);
    } else {
      parts.recovery().recover(java.util.List.of(match));
    }
  }

  @Override
  public void accept(CommittedMatch match) {
    thread.execute(
        () -> {
          var resource = MatchResource.of(match, namespace, matchmaker);
          match.backfill().ifPresent(parts.backfills()::matched);
          parts.follower().ordered(resource);
          writer.add(resource);
          pending = writer.pending();
        });
  }

  private final class Results implements MatchWriter.Results {
    @Override
    public void created(Match match) {
      pending = writer.pending();
      parts.follower().created(match);
    }

    @Override
    public void refused(Match match, MatchFailure failure) {
      pending = writer.pending();
      parts.follower().refused(match, failure);
    }
  }

  /** The game servers of this Matchmaker. */
  public GameServers servers() {
    return servers;
  }

  /** The matches that the limits of this Matchmaker hold. */
  public HeldMatches held() {
    return held;
  }

  /** The Backfills that game servers of this Matchmaker made over HTTP. */
  public OpenSeats seats() {
    return seats;
  }

  /** How many matches the API server has not taken yet. */
  public int pendingMatches() {
    return pending;
  }

  /**
   * Asks after Matches that no watch shows: created, and deleted again while the watch was lost.
   */
  private void audit() {
    for (var name : parts.follower().underWay()) {
      if (matches.object(name).isEmpty()) {
        thread.then(api.match(name), reply -> goneIfNotFound(name, reply));
      }
    }
    thread.after(AUDIT_EVERY, this::audit);
  }

  private void goneIfNotFound(String match, Reply reply) {
    if (reply.notFound() && matches.object(match).isEmpty()) {
      parts.follower().gone(match);
    }
  }

  private void lookForLoss() {
    matchmakers.logLoss();
    profiles.logLoss();
    matches.logLoss();
    backfills.logLoss();
    thread.after(LOOK_FOR_LOSS_EVERY, this::lookForLoss);
  }

  /**
   * Completes when the API server has taken every match that was handed over. Whoever waits decides
   * how long.
   */
  public CompletionStage<Void> drained() {
    var drained = new CompletableFuture<Void>();
    thread.execute(() -> completeWhenDrained(drained));
    return drained;
  }

  private void completeWhenDrained(CompletableFuture<Void> drained) {
    if (writer.pending() == 0) {
      drained.complete(null);
    } else {
      thread.after(LOOK_AGAIN, () -> completeWhenDrained(drained));
    }
  }

  /** Stops watching, and drops what has not been written. */
  @Override
  public void close() {
    matchmakers.close();
    profiles.close();
    matches.close();
    backfills.close();
    thread.close();
  }
}
