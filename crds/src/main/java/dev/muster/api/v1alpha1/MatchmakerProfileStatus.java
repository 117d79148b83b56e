package dev.muster.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What a queue is. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MatchmakerProfileStatus(
    @JsonPropertyDescription("The generation of the spec that this status answers.")
        Long observedGeneration,
    @JsonPropertyDescription("The ControllerRevision in force: the last spec that was accepted.")
        String revision,
    @JsonPropertyDescription(
            "Accepted: the spec makes sense. ResolvedRefs: its Matchmaker exists. Ready: the runtime"
                + " serves the revision.")
        List<Condition> conditions,
    @JsonPropertyDescription("Where game clients send this queue's requests.") String url,
    @JsonPropertyDescription("What the runtime says of the queue.") QueueStatus queue) {}
