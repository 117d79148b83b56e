package dev.muster.operator.match;

import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchStatus;
import dev.muster.operator.conditions.Finding;
import dev.muster.operator.events.Notice;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to do about a match: first write the status, then take the steps, then tell people.
 *
 * @param status what the status should be
 * @param steps in order
 * @param again when to look again, though nothing changed
 * @param notices what to tell
 */
record MatchPlan(
    MatchStatus status, List<Step> steps, Optional<Duration> again, List<Notice> notices) {
  /** Something to do. */
  sealed interface Step {
    /** Create the pod of the attempt that the status names, unless it exists. */
    record CreatePod() implements Step {}

    /** Delete a pod; it gets its own time to end, or at most the seconds given. */
    record DeletePod(String name, Optional<Long> graceSeconds) implements Step {}

    /** Take the seat of the Backfill that the match names. */
    record ClaimBackfill() implements Step {}

    /** Name the match's tickets on the pod of the server that they join. */
    record NotePlayers(Pod pod) implements Step {}

    /** Delete the match, and its pods with it. */
    record RemoveMatch() implements Step {}
  }

  MatchPlan {
    steps = List.copyOf(steps);
    notices = List.copyOf(notices);
  }

  /** Decides. */
  static MatchPlan of(MatchView view) {
    if (view.match().getMetadata().getDeletionTimestamp() != null) {
      return nothing(view.status());
    }
    if (view.hasEnded()) {
      return EndedPlan.of(view);
    }
    var problem = MatchSpecs.problem(view.match().getSpec());
    if (problem.isPresent()) {
      return invalid(view, problem.get());
    }
    return view.match().getSpec().backfill() == null
        ? new ServerPlan(view).decide()
        : new FillingPlan(view).decide();
  }

  /** The attempt that this plan begins, of the match as it was looked at. */
  Optional<Integer> begins(MatchView view) {
    var attempt = status.attempt();
    return attempt != null && attempt > view.attempt() ? Optional.of(attempt) : Optional.empty();
  }

  /** Whether by this plan a match is over that was not before. */
  boolean ends(Match match) {
    return !MatchView.hasEnded(match)
        && (status.phase() == MatchStatus.Phase.Completed
            || status.phase() == MatchStatus.Phase.Failed);
  }

  /** The same status, and nothing to do until something changes. */
  static MatchPlan nothing(MatchStatus status) {
    return report(status);
  }

  /** Only a status. */
  static MatchPlan report(MatchStatus status, Notice... notices) {
    return new MatchPlan(status, List.of(), Optional.empty(), List.of(notices));
  }

  /** The same with steps. */
  MatchPlan doing(Step... more) {
    return new MatchPlan(status, List.of(more), again, notices);
  }

  /** The same, to be looked at again after a while; at once if that is past. */
  MatchPlan lookingAgain(Duration after) {
    var positive = after.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : after;
    return new MatchPlan(status, steps, Optional.of(positive), notices);
  }

  private static MatchPlan invalid(MatchView view, String problem) {
    var accepted = Finding.no(Finding.ACCEPTED, Reason.InvalidSpec.name(), problem);
    var ready = Finding.no(Finding.READY, Reason.InvalidSpec.name(), problem);
    return report(
        new MatchDraft(view.match(), view.now())
            .end(MatchStatus.Phase.Failed, Reason.InvalidSpec)
            .build(accepted, ready),
        Notice.warning("Failed", problem));
  }
}
