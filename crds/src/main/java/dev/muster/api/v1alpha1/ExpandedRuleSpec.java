package dev.muster.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import java.math.BigDecimal;

/** The attributes of a rule that an expansion overwrites; the others stay as they are. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExpandedRuleSpec(
    @JsonPropertyDescription("playerCount: how many teams a match has.") @Min(1) @Max(256)
        Integer teamCount,
    @JsonPropertyDescription("playerCount: the least players in each team.") @Min(1) @Max(256)
        Integer minTeamSize,
    @JsonPropertyDescription("playerCount: the most players in each team.") @Min(1) @Max(256)
        Integer maxTeamSize,
    @JsonPropertyDescription(
            "latencies: how far apart the players' latencies to the common beacon may be, in ms.")
        @Min(0)
        @Max(100_000_000)
        BigDecimal difference,
    @JsonPropertyDescription("latencies: the highest latency to the common beacon, in ms.")
        @Min(0)
        @Max(100_000_000)
        BigDecimal maxLatency,
    @JsonPropertyDescription("numberDifference: how far apart the numbers may be.")
        @Min(0)
        @Max(100_000_000)
        BigDecimal maxDifference,
    @JsonPropertyDescription("intersection: how many values all lists must share.") @Min(1) @Max(64)
        Integer overlap) {}
