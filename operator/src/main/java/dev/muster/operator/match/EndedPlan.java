package dev.muster.operator.match;

import dev.muster.api.v1alpha1.MatchStatus;
import dev.muster.operator.gameserver.GameServer;
import dev.muster.operator.match.MatchPlan.Step;
import dev.muster.operator.objects.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;

/** A match that is over: its pods end, and after a while it goes. */
final class EndedPlan {
  /**
   * Set by the runtime on a Failed match once its tickets search again or are cancelled. Until then
   * the match is all that is known of them.
   */
  static final String RELEASED_ANNOTATION = "muster.dev/released";

  private static final Duration LONGEST_UNRELEASED = Duration.ofHours(1);

  private EndedPlan() {}

  static MatchPlan of(MatchView view) {
    var steps = new ArrayList<Step>();
    for (ServerPod pod : view.livePods()) {
      if (!pod.isBeingDeleted()) {
        steps.add(new Step.DeletePod(pod.name(), Optional.empty()));
      }
    }
    var left = Duration.between(view.now(), goesAt(view));
    if (left.isNegative() || left.isZero()) {
      steps.add(new Step.RemoveMatch());
      return MatchPlan.nothing(view.status()).doing(steps.toArray(Step[]::new));
    }
    return MatchPlan.nothing(view.status()).doing(steps.toArray(Step[]::new)).lookingAgain(left);
  }

  private static Instant goesAt(MatchView view) {
    var retain = view.server().map(GameServer::retainAfterExit).orElse(GameServer.DEFAULT_RETAIN);
    var endedAt = Times.parse(view.status().endedAt()).orElseGet(view::createdAt);
    var unreleased =
        view.status().phase() == MatchStatus.Phase.Failed && !view.has(RELEASED_ANNOTATION);
    return endedAt.plus(
        unreleased && retain.compareTo(LONGEST_UNRELEASED) < 0 ? LONGEST_UNRELEASED : retain);
  }
}
