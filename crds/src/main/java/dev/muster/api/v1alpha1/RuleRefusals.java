package dev.muster.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** How often a rule stands between groups that wait. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RuleRefusals(
    @JsonPropertyDescription("The rule's name.") String rule,
    @JsonPropertyDescription(
            "Of all pairs of these groups, how many it refuses, in percent, rounded to tens.")
        Integer percent) {}
