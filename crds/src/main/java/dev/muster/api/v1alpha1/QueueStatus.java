package dev.muster.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** What the runtime says of a queue; written at most every 5 s. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record QueueStatus(
    @JsonPropertyDescription("The revision that the runtime serves.") String revision,
    @JsonPropertyDescription("Players that wait.") Integer waiting,
    @JsonPropertyDescription("Since when the longest-waiting group searches.") String oldestSince,
    @JsonPropertyDescription(
            "Which rules stand between the 32 longest-waiting groups, the one that refuses most"
                + " first. Rules that refuse hardly any pair are left out.")
        List<RuleRefusals> refusals) {}
