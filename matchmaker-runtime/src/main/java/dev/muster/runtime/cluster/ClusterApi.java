package dev.muster.runtime.cluster;

import dev.muster.api.v1alpha1.Backfill;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.QueueStatus;
import java.util.concurrent.CompletionStage;

/**
 * What the runtime asks of the API server besides watching. Every request is made once and answers
 * with a {@link Reply}, never with an exception; whoever asks decides what to try again. Nothing
 * here blocks.
 */
interface ClusterApi {
  /** Creates a Match. */
  CompletionStage<Reply> create(Match match);

  /** Reads a Match. */
  CompletionStage<Reply> match(String name);

  /** Marks a failed Match as dealt with: its tickets search again or were cancelled. */
  CompletionStage<Reply> markReleased(String match);

  /** Marks a Match whose server asked to be stopped. */
  CompletionStage<Reply> markStopped(String match);

  /** Creates a Backfill. */
  CompletionStage<Reply> create(Backfill backfill);

  /** Reads a Backfill. */
  CompletionStage<Reply> backfill(String name);

  /** Deletes a Backfill. */
  CompletionStage<Reply> deleteBackfill(String name);

  /** Reads a ControllerRevision. */
  CompletionStage<Reply> revision(String name);

  /** Says what a profile's queue is, and nothing else of its status. */
  CompletionStage<Reply> applyQueue(String profile, QueueStatus queue);
}
