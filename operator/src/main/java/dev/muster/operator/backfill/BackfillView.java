package dev.muster.operator.backfill;

import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Backfill;
import dev.muster.api.v1alpha1.BackfillSpec;
import dev.muster.api.v1alpha1.BackfillStatus;
import dev.muster.api.v1alpha1.BackfillStatus.Phase;
import dev.muster.engine.profile.Problem;
import dev.muster.operator.objects.Times;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that a plan for a Backfill is made from.
 *
 * @param queue the queue that it names, if a profile serves it
 * @param unfit what that queue's rules have against the tickets
 * @param pod the server's pod, if there is one
 * @param told whether the server's own players have been told where it is; before, nobody can join
 *     them
 */
record BackfillView(
    Backfill backfill,
    Instant now,
    Optional<Queue> queue,
    List<Problem> unfit,
    Optional<Pod> pod,
    boolean told) {
  private static final BackfillStatus NEW =
      new BackfillStatus(null, null, null, null, null, null, null, null);

  BackfillView {
    unfit = List.copyOf(unfit);
  }

  /**
   * A queue, and how long things last in it.
   *
   * @param profile the name of the profile that serves it
   * @param expiration how long a Backfill that says nothing searches
   * @param removal how long one that has ended is kept
   */
  record Queue(String profile, Duration expiration, Duration removal) {
    /** For a queue that nobody serves. */
    static final Queue BY_DEFAULT = new Queue("", Duration.ofMinutes(5), Duration.ofMinutes(1));
  }

  /** The status, or one without anything. */
  BackfillStatus status() {
    return status(backfill);
  }

  /** A Backfill's status, or one without anything. */
  static BackfillStatus status(Backfill backfill) {
    return backfill.getStatus() == null ? NEW : backfill.getStatus();
  }

  /** Whether it has not ended. */
  static boolean isOpen(Backfill backfill) {
    var phase = status(backfill).phase();
    return phase == null || phase == Phase.Searching;
  }

  /** The Matchmaker that serves the queue. */
  static String matchmaker(BackfillSpec spec) {
    return spec.matchmaker() == null ? Api.DEFAULT_MATCHMAKER : spec.matchmaker();
  }

  /** When it was made. */
  Instant createdAt() {
    return Times.parse(backfill.getMetadata().getCreationTimestamp()).orElse(now);
  }

  /** Whether the server still runs. */
  boolean serverRuns() {
    return pod.filter(BackfillView::runs).isPresent();
  }

  /** Whether a pod has a process that runs, or will. */
  static boolean runs(Pod pod) {
    var phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return pod.getMetadata().getDeletionTimestamp() == null
        && !"Succeeded".equals(phase)
        && !"Failed".equals(phase);
  }
}
