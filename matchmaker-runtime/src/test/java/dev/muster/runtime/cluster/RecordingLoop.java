package dev.muster.runtime.cluster;

import dev.muster.engine.Unfit;
import dev.muster.engine.ticket.Backfill;
import dev.muster.runtime.loop.ClusterCommands;
import dev.muster.runtime.loop.CommittedMatch;
import dev.muster.runtime.loop.MatchFailure;
import dev.muster.runtime.loop.QueueRevision;
import dev.muster.runtime.loop.QueueStanding;
import dev.muster.runtime.store.StoredGroup;
import dev.muster.runtime.ticket.Assignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Writes down every command. */
final class RecordingLoop implements ClusterCommands {
  final List<String> commands = new CopyOnWriteArrayList<>();
  final List<Backfill> backfills = new ArrayList<>();
  final List<MatchFailure> failures = new ArrayList<>();
  volatile CompletableFuture<Void> caughtUp = CompletableFuture.completedFuture(null);
  final Map<String, QueueStanding> standings = new ConcurrentHashMap<>();

  @Override
  public CompletionStage<Void> serve(QueueRevision revision) {
    return done("serve " + text(revision));
  }

  @Override
  public CompletionStage<Void> exchange(List<QueueRevision> revisions) {
    return done(
        "exchange "
            + revisions.stream().map(RecordingLoop::text).collect(Collectors.joining(", ")));
  }

  private static String text(QueueRevision revision) {
    return revision.profileName() + " " + revision.revision() + " " + revision.queue();
  }

  @Override
  public CompletionStage<Void> close(String profileName, String why) {
    return done("close " + profileName);
  }

  @Override
  public CompletionStage<Void> beaconsListed(boolean listed) {
    return done("beaconsListed " + listed);
  }

  @Override
  public CompletionStage<Optional<Unfit>> searchBackfill(String queue, Backfill backfill) {
    commands.add("search " + queue + " " + backfill.id());
    backfills.add(backfill);
    return CompletableFuture.completedFuture(Optional.empty());
  }

  @Override
  public CompletionStage<Void> removeBackfill(String queue, String backfillId) {
    return done("remove " + queue + " " + backfillId);
  }

  @Override
  public CompletionStage<Void> recover(CommittedMatch match) {
    var groups = match.groups().map(StoredGroup::id).collect(Collectors.joining(","));
    return done("recover " + match.name() + " " + groups);
  }

  @Override
  public CompletionStage<Void> assigned(String matchName, Assignment assignment) {
    return done("assigned " + matchName + " " + assignment.publicIp());
  }

  @Override
  public CompletionStage<Void> failed(String matchName, MatchFailure failure) {
    failures.add(failure);
    return done("failed " + matchName + " " + failure.reason());
  }

  @Override
  public CompletionStage<Void> ended(String matchName) {
    return done("ended " + matchName);
  }

  @Override
  public CompletionStage<Void> caughtUp() {
    return caughtUp;
  }

  @Override
  public Map<String, QueueStanding> standings() {
    return Map.copyOf(standings);
  }

  private CompletionStage<Void> done(String command) {
    commands.add(command);
    return CompletableFuture.completedFuture(null);
  }
}
