package dev.muster.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import java.math.BigDecimal;

/** One rule as it stands at first. Which attributes it has follows from its type. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "self.type != 'playerCount' || (has(self.teamCount) && has(self.minTeamSize) &&"
            + " has(self.maxTeamSize))",
    message = "type playerCount needs teamCount, minTeamSize and maxTeamSize")
@ValidationRule(
    value =
        "self.type == 'playerCount' || !(has(self.teamCount) || has(self.minTeamSize) ||"
            + " has(self.maxTeamSize))",
    message = "teamCount, minTeamSize and maxTeamSize belong to type playerCount only")
@ValidationRule(
    value =
        "!has(self.minTeamSize) || !has(self.maxTeamSize) || self.minTeamSize <= self.maxTeamSize",
    message = "minTeamSize must not be above maxTeamSize")
@ValidationRule(
    value =
        "!has(self.teamCount) || !has(self.maxTeamSize) || self.teamCount * self.maxTeamSize <= 256",
    message = "teamCount times maxTeamSize must be at most 256 players")
@ValidationRule(
    value = "self.type != 'latencies' || (has(self.difference) && has(self.maxLatency))",
    message = "type latencies needs difference and maxLatency")
@ValidationRule(
    value = "self.type == 'latencies' || !(has(self.difference) || has(self.maxLatency))",
    message = "difference and maxLatency belong to type latencies only")
@ValidationRule(
    value = "(self.type == 'numberDifference') == has(self.maxDifference)",
    message = "type numberDifference needs maxDifference, and no other type has it")
@ValidationRule(
    value = "(self.type == 'intersection') == has(self.overlap)",
    message = "type intersection needs overlap, and no other type has it")
@ValidationRule(
    value = "self.type != 'playerCount' || !has(self.source)",
    message = "source belongs to rules that look at an attribute; playerCount looks at none")
public record RuleSpec(
    @JsonPropertyDescription(
            "What the rule does. playerCount: how many players make a match. latencies: one beacon"
                + " that is near enough for all. numberDifference: numbers close together."
                + " stringEquality: the same text. intersection: lists that share values.")
        @Required
        Type type,
    @JsonPropertyDescription("playerCount: how many teams a match has.") @Min(1) @Max(256)
        Integer teamCount,
    @JsonPropertyDescription("playerCount: the least players in each team.") @Min(1) @Max(256)
        Integer minTeamSize,
    @JsonPropertyDescription(
            "playerCount: the most players in each team. When every team has so many the match is"
                + " made at once.")
        @Min(1)
        @Max(256)
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
    @JsonPropertyDescription(
            "numberDifference: how far apart the numbers may be: of groups in a team, and of teams'"
                + " averages in a match.")
        @Min(0)
        @Max(100_000_000)
        BigDecimal maxDifference,
    @JsonPropertyDescription("intersection: how many values all lists must share.") @Min(1) @Max(64)
        Integer overlap,
    @JsonProperty("default")
        @JsonPropertyDescription(
            "What a ticket without the attribute counts as: a number, a string, a list of strings,"
                + " or latencies by beacon, as the type needs. Without it such tickets are refused.")
        @PreserveUnknownFields
        JsonNode fallback,
    @JsonPropertyDescription(
            "Who may say the attribute. Client: whoever makes the ticket. Server: only a holder of a"
                + " server- token, so that nobody posts a rating of his own. Default Client.")
        Source source) {
  /** Who may say an attribute. */
  public enum Source {
    /** Whoever makes the ticket. */
    Client,
    /** Only a holder of a token of game servers. */
    Server
  }

  /** The kinds of rule. */
  public enum Type {
    /** How many players make a match. */
    playerCount,
    /** One beacon that is near enough for all. */
    latencies,
    /** Numbers close together. */
    numberDifference,
    /** The same text. */
    stringEquality,
    /** Lists that share values. */
    intersection
  }
}
