package dev.muster.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** How far a match is. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MatchStatus(
    @JsonPropertyDescription("Pending, Starting, Assigned, Completed or Failed.") Phase phase,
    @JsonPropertyDescription(
            "Why it ended: Exited, Crashed, MaxDuration, Stopped or Deleted; or why it failed.")
        String reason,
    @JsonPropertyDescription("The attempt to start a server, from 1; its pod has that number.")
        Integer attempt,
    @JsonPropertyDescription("ARBITRIUM_REQUEST_ID of the attempt; 12 hex digits.")
        String requestId,
    @JsonPropertyDescription("The pod of the attempt.") String podName,
    @JsonPropertyDescription("Where players connect.") AssignmentStatus assignment,
    @JsonPropertyDescription(
            "Where players connect, in short: the host and the first port of the profile.")
        String address,
    @JsonPropertyDescription("When the attempt began.") String attemptedAt,
    @JsonPropertyDescription("When the attempt failed, until the next one begins.") String failedAt,
    @JsonPropertyDescription("When players were told the address.") String assignedAt,
    @JsonPropertyDescription("When it ended.") String endedAt,
    @JsonPropertyDescription(
            "The attempts whose host ports were taken, so that another one with other ports followed."
                + " They do not count for maxRetries.")
        List<PortChange> portChanges,
    @JsonPropertyDescription(
            "Accepted: its revision exists and can be played. Ready: players are told the address.")
        List<Condition> conditions) {
  /** How far a match is. */
  public enum Phase {
    /** No pod yet, or one that is not scheduled or pulls its image. */
    Pending,
    /** Its containers run, but players are not told yet. */
    Starting,
    /** Players are told the address. */
    Assigned,
    /** It was assigned, and is over. */
    Completed,
    /** No attempt came up. */
    Failed
  }
}
