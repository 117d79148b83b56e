package dev.muster.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What became of a Backfill. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackfillStatus(
    @JsonPropertyDescription("Searching, Assigned, Expired or Cancelled.") Phase phase,
    @JsonPropertyDescription("The server's pod.") String podName,
    @JsonPropertyDescription(
            "The profile that served the queue when it began to search. Should the queue be"
                + " another's one day, it ends.")
        String profile,
    @JsonPropertyDescription("The Match that filled it.") String match,
    @JsonPropertyDescription("The tickets of the group that comes.")
        List<TicketSpec> assignedTickets,
    @JsonPropertyDescription("When it stops searching.") String expiresAt,
    @JsonPropertyDescription("When it stopped searching.") String endedAt,
    @JsonPropertyDescription(
            "Accepted: the spec makes sense. ResolvedRefs: server and queue exist. Ready: a group"
                + " comes.")
        List<Condition> conditions) {
  /** What became of a Backfill. */
  public enum Phase {
    /** It waits for a group. */
    Searching,
    /** A group comes. */
    Assigned,
    /** No group came in time. */
    Expired,
    /** It makes no sense, or its server or its queue is gone. */
    Cancelled
  }
}
