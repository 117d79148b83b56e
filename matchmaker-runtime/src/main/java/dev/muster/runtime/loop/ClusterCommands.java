package dev.muster.runtime.loop;

import dev.muster.engine.Unfit;
import dev.muster.engine.ticket.Backfill;
import dev.muster.runtime.ticket.Assignment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What the cluster tells the loop.
 *
 * <p>These are never refused: while the inbox is full the caller waits, so call them from threads
 * that may block, neither from an event loop nor from the loop's own thread. Each answer completes
 * on the loop's thread once the command has taken effect; it fails with {@link LoopStopped} when
 * the loop has been stopped. Every command may be repeated: the second time changes nothing.
 */
public interface ClusterCommands {
  /**
   * A profile's revision came into force: its queue opens, or its rules change and every waiting
   * ticket keeps its age. When the queue has another name than before, those who wait or form
   * groups go on under the new one, and its Backfills, which name the old one, are dropped.
   */
  CompletionStage<Void> serve(QueueRevision revision);

  /**
   * Several revisions came into force at once, each with the queue's name that the next one's
   * profile had until now, and the last with that of the first. None of the names is free before,
   * and nobody sees a moment between. Else as {@link #serve}.
   *
   * @param revisions at least two, each of another profile
   */
  CompletionStage<Void> exchange(List<QueueRevision> revisions);

  /**
   * A profile is not served here any more: its queue closes and those who wait in it are cancelled.
   *
   * @param why what has happened to the profile, for those who waited
   */
  CompletionStage<Void> close(String profileName, String why);

  /** The Matchmaker lists beacons, or lists none. Until told, it lists none. */
  CompletionStage<Void> beaconsListed(boolean listed);

  /**
   * A Backfill searches in a queue, or is changed.
   *
   * @return empty when it searches now; otherwise why it cannot. A queue that is not served is such
   *     a reason
   */
  CompletionStage<Optional<Unfit>> searchBackfill(String queue, Backfill backfill);

  /** A Backfill no longer searches. */
  CompletionStage<Void> removeBackfill(String queue, String backfillId);

  /**
   * Puts the groups of a match that was made before a restart back, as MATCH_FOUND. Tell what
   * became of the match since with the commands below. Serve the profiles first.
   */
  CompletionStage<Void> recover(CommittedMatch match);

  /** A match has a server: its tickets become HOST_ASSIGNED. */
  CompletionStage<Void> assigned(String matchName, Assignment assignment);

  /**
   * A match will get no server, or was deleted before it had one: its groups search again with
   * their age, or are cancelled when that was the third failure.
   */
  CompletionStage<Void> failed(String matchName, MatchFailure failure);

  /**
   * A match that was assigned is over, or deleted: its tickets can be read for ticketRemovalPeriod
   * more.
   */
  CompletionStage<Void> ended(String matchName);

  /** Completes when everything that was told before has taken effect. */
  CompletionStage<Void> caughtUp();

  /** Who waits, by the profile resource's name. Any thread; never waits; some ms old. */
  Map<String, QueueStanding> standings();
}
