package dev.muster.operator.match;

import dev.muster.api.v1alpha1.Backfill;
import dev.muster.api.v1alpha1.BackfillStatus;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchStatus;
import dev.muster.operator.conditions.Finding;
import dev.muster.operator.events.Notice;
import dev.muster.operator.match.MatchPlan.Step;
import java.time.Duration;
import java.util.Optional;

/**
 * A match that fills a seat of a running server: no pod is started.
 *
 * <p>The Backfill's status says who fills it; whoever writes it first has the seat. The match then
 * shares the server's assignment and its end.
 */
final class FillingPlan {
  private final MatchView view;
  private final MatchDraft draft;

  FillingPlan(MatchView view) {
    this.view = view;
    this.draft = new MatchDraft(view.match(), view.now());
  }

  MatchPlan decide() {
    if (view.status().phase() == MatchStatus.Phase.Assigned) {
      return assigned();
    }
    return view.filling()
        .backfill()
        .map(this::claim)
        .orElseGet(
            () ->
                fail(
                    Reason.BackfillGone,
                    "Backfill " + view.match().getSpec().backfill() + " does not exist any more"));
  }

  private MatchPlan claim(Backfill backfill) {
    var status = backfill.getStatus();
    var name = backfill.getMetadata().getName();
    if (status != null && status.phase() == BackfillStatus.Phase.Assigned) {
      return view.match().getMetadata().getName().equals(status.match())
          ? assign(name)
          : fail(
              Reason.BackfillTaken,
              "Backfill " + name + " is filled by match " + status.match() + " already");
    }
    if (status == null || status.phase() != BackfillStatus.Phase.Searching) {
      return fail(Reason.BackfillGone, "Backfill " + name + " does not search any more");
    }
    if (server().isEmpty()) {
      return fail(Reason.BackfillGone, "The server of Backfill " + name + " is gone");
    }
    return MatchPlan.nothing(view.status()).doing(new Step.ClaimBackfill());
  }

  /** The server's match, while players are told its address. */
  private Optional<Match> server() {
    return view.filling()
        .serverMatch()
        .filter(match -> MatchView.status(match).phase() == MatchStatus.Phase.Assigned)
        .filter(match -> MatchView.status(match).assignment() != null);
  }

  private MatchPlan assign(String backfill) {
    if (server().isEmpty()) {
      return fail(Reason.BackfillGone, "The server of Backfill " + backfill + " is gone");
    }
    var status = MatchView.status(server().get());
    draft.assign(status.podName(), status.requestId(), status.assignment(), status.address());
    var message = "The group joins pod " + status.podName() + " through Backfill " + backfill;
    return noting(
        MatchPlan.report(
            draft.build(accepted(), Finding.yes(Finding.READY, Reason.Assigned.name(), message)),
            Notice.normal("Assigned", message)));
  }

  /** With the tickets named on the server's pod, unless they are. */
  private MatchPlan noting(MatchPlan plan) {
    return view.filling()
        .serverPod()
        .filter(pod -> !PodPlayers.areNoted(view.match(), pod))
        .map(pod -> plan.doing(new Step.NotePlayers(pod)))
        .orElse(plan);
  }

  private MatchPlan assigned() {
    var ended = view.filling().serverMatch().filter(MatchView::hasEnded).map(MatchView::status);
    if (ended.isPresent()) {
      return complete(ended.get().reason());
    }
    var pod = view.filling().serverPod().map(found -> new ServerPod(found, Optional.empty()));
    if (pod.isEmpty()) {
      return complete(Reason.Deleted.name());
    }
    if (pod.get().isDead()) {
      return complete((pod.get().endedWell() ? Reason.Exited : Reason.Crashed).name());
    }
    // Whom a full annotation does not name made room for others: he was noted when he came.
    var nothing = MatchPlan.nothing(view.status());
    return PodPlayers.areTooMany(view.match(), pod.get().pod()) ? nothing : noting(nothing);
  }

  private MatchPlan complete(String reason) {
    var why = reason == null ? Reason.Exited : Reason.valueOf(reason);
    var message = "The server that the group joined is over: " + why;
    return MatchPlan.report(
            draft
                .end(MatchStatus.Phase.Completed, why)
                .build(accepted(), Finding.no(Finding.READY, why.name(), message)),
            Notice.normal(why.name(), message))
        .lookingAgain(Duration.ZERO);
  }

  private MatchPlan fail(Reason reason, String message) {
    return MatchPlan.report(
            draft
                .end(MatchStatus.Phase.Failed, reason)
                .build(accepted(), Finding.no(Finding.READY, reason.name(), message)),
            Notice.warning(reason.name(), message))
        .lookingAgain(Duration.ZERO);
  }

  private Finding accepted() {
    return Finding.yes(
        Finding.ACCEPTED,
        Reason.Accepted.name(),
        "It fills Backfill " + view.match().getSpec().backfill());
  }
}
