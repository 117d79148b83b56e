package dev.muster.runtime.cluster;

import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchStatus;
import dev.muster.runtime.loop.MatchFailure;
import dev.muster.runtime.ticket.Assignment;
import java.util.Optional;
import java.util.Set;

/** How far a Match is, as its status says. */
sealed interface MatchProgress {
  /** No server yet. */
  record Starting() implements MatchProgress {}

  /** Players may connect. */
  record Assigned(Assignment assignment) implements MatchProgress {}

  /**
   * It was assigned and is over.
   *
   * @param assignment empty when its status does not say any more where its server was
   */
  record Completed(Optional<Assignment> assignment) implements MatchProgress {}

  /**
   * It will get no server.
   *
   * @param released whether its tickets search again already, or were cancelled
   */
  record Failed(MatchFailure failure, boolean released) implements MatchProgress {}

  /** The reasons of a failure that no ticket of the match is to blame for. */
  Set<String> NOT_COUNTED = Set.of("BackfillTaken", "BackfillGone");

  /** Reads a Match. */
  static MatchProgress of(Match match) {
    var status = match.getStatus();
    if (status == null || status.phase() == null) {
      return new Starting();
    }
    var assignment = AssignmentMapping.of(status.assignment());
    return switch (status.phase()) {
      case Pending, Starting -> new Starting();
      case Assigned -> assignment.<MatchProgress>map(Assigned::new).orElseGet(Starting::new);
      case Completed -> new Completed(assignment);
      case Failed -> new Failed(failure(status), isReleased(match));
    };
  }

  private static MatchFailure failure(MatchStatus status) {
    var reason = status.reason() == null ? "StartFailed" : status.reason();
    var message = conditionMessage(status).orElse("no game server could be started");
    return new MatchFailure(reason, message, !NOT_COUNTED.contains(reason));
  }

  private static Optional<String> conditionMessage(MatchStatus status) {
    if (status.conditions() == null) {
      return Optional.empty();
    }
    return status.conditions().stream()
        .filter(condition -> "Ready".equals(condition.getType()))
        .map(condition -> condition.getMessage())
        .filter(message -> message != null && !message.isBlank())
        .findFirst();
  }

  private static boolean isReleased(Match match) {
    var annotations = match.getMetadata().getAnnotations();
    return annotations != null && "true".equals(annotations.get(Names.RELEASED_ANNOTATION));
  }
}
