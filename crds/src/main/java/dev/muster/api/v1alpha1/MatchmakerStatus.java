package dev.muster.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What a Matchmaker is. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MatchmakerStatus(
    @JsonPropertyDescription("The generation of the spec that this status answers.")
        Long observedGeneration,
    @JsonPropertyDescription("Accepted: the spec makes sense. Ready: a runtime serves it.")
        List<Condition> conditions,
    @JsonPropertyDescription("Where game clients and servers in the cluster reach the API.")
        String url,
    @JsonPropertyDescription("Runtimes that exist.") Integer replicas,
    @JsonPropertyDescription("Runtimes that serve.") Integer readyReplicas) {}
