package dev.muster.runtime.cluster;

import dev.muster.api.v1alpha1.Backfill;
import dev.muster.runtime.server.BackfillRequest;
import dev.muster.runtime.server.GameServer;
import dev.muster.runtime.server.OpenSeats;
import dev.muster.runtime.server.ServerBackfill;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Backfills that servers made over HTTP, by name. Written by the cluster's thread, read by any.
 *
 * <p>One that was just created is here before the watch shows it, so that its server can read it at
 * once. One whose creation was not answered in time is deleted again: nobody was told its id.
 */
final class BackfillIndex implements OpenSeats {
  /** How many of one server may search at once. */
  static final int MOST_OF_A_SERVER = 256;

  /** Clients of known kits wait 3 s for an answer. */
  static final Duration ANSWER_WITHIN = Duration.ofMillis(2_500);

  /** After this time the API server is asked after one that the watch has not shown. */
  static final Duration LOOK_AFTER = Duration.ofSeconds(10);

  /** How long one that was taken back may still come after all. */
  static final Duration MAY_COME_WITHIN = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(BackfillIndex.class);
  private static final Set<Integer> SENSELESS = Set.of(400, 422);

  private final ClusterApi api;
  private final Scheduler scheduler;
  private final Repeater repeater;
  private final ServerIndex servers;
  private final String namespace;
  private final String matchmaker;
  private final Map<String, Backfill> backfills = new ConcurrentHashMap<>();
  private final Set<String> unseen = new HashSet<>();
  private final Set<String> deleted = new HashSet<>();
  private final Set<String> takenBack = new HashSet<>();
  private final Map<String, Integer> beingMade = new HashMap<>();

  BackfillIndex(
      ClusterApi api,
      Scheduler scheduler,
      Repeater repeater,
      ServerIndex servers,
      String namespace,
      String matchmaker) {
    this.api = api;
    this.scheduler = scheduler;
    this.repeater = repeater;
    this.servers = servers;
    this.namespace = namespace;
    this.matchmaker = matchmaker;
  }

  /** A Backfill as it is now. */
  void seen(Backfill backfill) {
    var name = backfill.getMetadata().getName();
    unseen.remove(name);
    if (takenBack.contains(name)) {
      if (backfill.getMetadata().getDeletionTimestamp() == null) {
        deleteWhenItCan(name);
      }
    } else if (BackfillResource.isOverHttp(backfill, matchmaker) && !deleted.contains(name)) {
      backfills.put(name, backfill);
    }
  }

  /** A Backfill no longer exists. */
  void gone(String name) {
    backfills.remove(name);
    unseen.remove(name);
    deleted.remove(name);
  }

  @Override
  public Optional<ServerBackfill> get(String id) {
    return Optional.ofNullable(backfills.get(id)).flatMap(this::view);
  }

  private Optional<ServerBackfill> view(Backfill backfill) {
    return BackfillResource.view(
        backfill, servers.assignment(BackfillResource.requestId(backfill)));
  }

  @Override
  public CompletionStage<Creation> create(String id, GameServer server, BackfillRequest request) {
    var answer = new CompletableFuture<Creation>();
    scheduler.execute(
        () -> {
          if (open(server.requestId()) >= MOST_OF_A_SERVER) {
            answer.complete(new Creation.TooMany(MOST_OF_A_SERVER));
          } else {
            scheduler.after(ANSWER_WITHIN, () -> answer.complete(new Creation.Away()));
            make(BackfillResource.of(id, namespace, matchmaker, server, request), answer);
          }
        });
    return answer;
  }

  /** How many of that server search, or will once the API server has answered. */
  private long open(String requestId) {
    long searching =
        backfills.values().stream()
            .filter(BackfillResource::isSearching)
            .filter(backfill -> BackfillResource.requestId(backfill).equals(requestId))
            .count();
    return searching + beingMade.getOrDefault(requestId, 0);
  }

  private void make(Backfill backfill, CompletableFuture<Creation> answer) {
    beingMade.merge(BackfillResource.requestId(backfill), 1, Integer::sum);
    scheduler.then(api.create(backfill), reply -> created(backfill, reply, answer));
  }

  private void created(Backfill backfill, Reply reply, CompletableFuture<Creation> answer) {
    beingMade.computeIfPresent(
        BackfillResource.requestId(backfill), (id, number) -> number == 1 ? null : number - 1);
    if (reply.succeeded() && !answer.isDone()) {
      keep(backfill);
      answer.complete(new Creation.Created(view(backfill).orElseThrow()));
    } else if (SENSELESS.contains(reply.code())) {
      answer.complete(new Creation.Refused(reply.body()));
    } else {
      if (!reply.succeeded()) {
        LOG.atWarn()
            .addKeyValue("code", reply.code())
            .addKeyValue("cause", reply.body())
            .log("The API server does not take a Backfill");
      }
      takeBack(backfill.getMetadata().getName());
      answer.complete(new Creation.Away());
    }
  }

  private void keep(Backfill backfill) {
    var name = backfill.getMetadata().getName();
    if (backfills.putIfAbsent(name, backfill) == null) {
      unseen.add(name);
      scheduler.after(LOOK_AFTER, () -> lookAfter(name));
    }
  }

  /** Asks after one that the watch has not shown: it may have come and gone in between. */
  private void lookAfter(String name) {
    if (unseen.contains(name)) {
      scheduler.then(
          api.backfill(name),
          reply -> {
            if (reply.notFound() && unseen.contains(name)) {
              gone(name);
            } else {
              scheduler.after(LOOK_AFTER, () -> lookAfter(name));
            }
          });
    }
  }

  /** Deletes what may have been created though nobody was told, also when it comes only later. */
  private void takeBack(String name) {
    if (takenBack.add(name)) {
      scheduler.after(MAY_COME_WITHIN, () -> takenBack.remove(name));
    }
    deleteWhenItCan(name);
  }

  private void deleteWhenItCan(String name) {
    repeater.ask(
        new Repeater.Question() {
          @Override
          public CompletionStage<Reply> send() {
            return api.deleteBackfill(name);
          }

          @Override
          public boolean take(Reply reply, int attempt) {
            return !reply.away();
          }
        });
  }

  @Override
  public CompletionStage<Deletion> delete(String id) {
    if (get(id).isEmpty()) {
      return CompletableFuture.completedStage(Deletion.UNKNOWN);
    }
    var answer = new CompletableFuture<Deletion>();
    scheduler.execute(
        () -> {
          scheduler.then(api.deleteBackfill(id), reply -> answer.complete(deleted(id, reply)));
          scheduler.after(ANSWER_WITHIN, () -> answer.complete(Deletion.AWAY));
        });
    return answer;
  }

  private Deletion deleted(String id, Reply reply) {
    if (!reply.succeeded() && !reply.notFound()) {
      return Deletion.AWAY;
    }
    // What the watch still tells of it is older.
    if (backfills.remove(id) != null) {
      deleted.add(id);
    }
    return reply.succeeded() ? Deletion.DELETED : Deletion.UNKNOWN;
  }
}
