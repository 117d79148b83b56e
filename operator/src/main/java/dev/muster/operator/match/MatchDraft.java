package dev.muster.operator.match;

import dev.muster.api.v1alpha1.AssignmentStatus;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchStatus;
import dev.muster.api.v1alpha1.PortChange;
import dev.muster.operator.conditions.Conditions;
import dev.muster.operator.conditions.Finding;
import dev.muster.operator.objects.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A match's status while it is being decided. Used by one plan. */
final class MatchDraft {
  private final Match match;
  private final Instant now;
  private final MatchStatus before;
  private MatchStatus.Phase phase;
  private String reason;
  private Integer attempt;
  private String requestId;
  private String podName;
  private AssignmentStatus assignment;
  private String address;
  private String attemptedAt;
  private String failedAt;
  private String assignedAt;
  private String endedAt;
  private List<PortChange> portChanges;

  MatchDraft(Match match, Instant now) {
    this.match = match;
    this.now = now;
    before = MatchView.status(match);
    phase = before.phase() == null ? MatchStatus.Phase.Pending : before.phase();
    reason = before.reason();
    attempt = before.attempt();
    requestId = before.requestId();
    podName = before.podName();
    assignment = before.assignment();
    address = before.address();
    attemptedAt = before.attemptedAt();
    failedAt = before.failedAt();
    assignedAt = before.assignedAt();
    endedAt = before.endedAt();
    portChanges = before.portChanges();
  }

  MatchDraft begin(int number, String newRequestId) {
    phase = MatchStatus.Phase.Pending;
    attempt = number;
    requestId = newRequestId;
    podName = null;
    attemptedAt = Times.precise(now);
    failedAt = null;
    return this;
  }

  MatchDraft seen(String pod, MatchStatus.Phase inPhase) {
    podName = pod;
    phase = inPhase;
    return this;
  }

  MatchDraft attemptFailed() {
    failedAt = Times.precise(now);
    phase = MatchStatus.Phase.Pending;
    return this;
  }

  /** Those of the attempt were taken. */
  MatchDraft portsTaken(List<String> ports) {
    var changes = new ArrayList<>(MatchView.portChanges(match));
    changes.add(new PortChange(attempt, ports));
    portChanges = List.copyOf(changes);
    return attemptFailed();
  }

  MatchDraft assign(String pod, String ofRequest, AssignmentStatus to, String inShort) {
    phase = MatchStatus.Phase.Assigned;
    podName = pod;
    requestId = ofRequest;
    assignment = to;
    address = inShort;
    assignedAt = Times.precise(now);
    return this;
  }

  MatchDraft end(MatchStatus.Phase in, Reason why) {
    phase = in;
    reason = why.name();
    endedAt = Times.precise(now);
    return this;
  }

  MatchStatus build(Finding accepted, Finding ready) {
    return new MatchStatus(
        phase,
        reason,
        attempt,
        requestId,
        podName,
        assignment,
        address,
        attemptedAt,
        failedAt,
        assignedAt,
        endedAt,
        portChanges,
        Conditions.of(before.conditions(), match, now, List.of(accepted, ready)));
  }
}
