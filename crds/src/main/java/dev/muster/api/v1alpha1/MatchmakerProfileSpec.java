package dev.muster.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** What a queue should be. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.rules.exists_one(n, self.rules[n].type == 'playerCount')",
    message = "exactly one rule of type playerCount is required",
    fieldPath = ".rules")
@ValidationRule(
    value = "self.rules.filter(n, self.rules[n].type == 'latencies').size() <= 1",
    message = "at most one rule of type latencies is allowed",
    fieldPath = ".rules")
@ValidationRule(
    value = "self.rules.all(n, n.matches('^[A-Za-z0-9_.-]{1,63}$'))",
    message =
        "a rule's name is that of a ticket attribute: 1 to 63 letters, digits, '_', '-' and '.' are"
            + " expected",
    fieldPath = ".rules")
@ValidationRule(
    value = "!has(self.expansions) || self.expansions.all(e, e.rules.all(n, n in self.rules))",
    message = "an expansion may only name rules that spec.rules has",
    fieldPath = ".expansions")
@ValidationRule(
    value =
        "!has(self.expansions) || self.expansions.all(e, e.rules.all(n, !(n in self.rules) ||"
            + " ((self.rules[n].type == 'playerCount' || (!has(e.rules[n].teamCount) &&"
            + " !has(e.rules[n].minTeamSize) && !has(e.rules[n].maxTeamSize))) && (self.rules[n].type =="
            + " 'latencies' || (!has(e.rules[n].difference) && !has(e.rules[n].maxLatency))) &&"
            + " (self.rules[n].type == 'numberDifference' || !has(e.rules[n].maxDifference)) &&"
            + " (self.rules[n].type == 'intersection' || !has(e.rules[n].overlap)))))",
    message =
        "an expansion may only overwrite attributes of the rule's own type: playerCount has teamCount,"
            + " minTeamSize, maxTeamSize; latencies has difference, maxLatency; numberDifference has"
            + " maxDifference; intersection has overlap; stringEquality has none",
    fieldPath = ".expansions")
@ValidationRule(
    value =
        "!has(self.expansions) || self.expansions.all(e, self.expansions.filter(o, duration(o.after) =="
            + " duration(e.after)).size() == 1)",
    message = "no two expansions may have the same time (60s is 1m)",
    fieldPath = ".expansions")
@ValidationRule(
    value = StageRules.SIZES_FIT,
    message = StageRules.SIZES_FIT_MESSAGE,
    fieldPath = ".expansions")
@ValidationRule(
    value = StageRules.PLAYERS_FIT,
    message = StageRules.PLAYERS_FIT_MESSAGE,
    fieldPath = ".expansions")
public record MatchmakerProfileSpec(
    @JsonPropertyDescription(
            "The profile name that game clients send; unique per Matchmaker. Default:"
                + " metadata.name.")
        @Pattern(Api.QUEUE_PATTERN)
        @Size(max = 63)
        String queue,
    @JsonPropertyDescription(
            "The Matchmaker that serves this queue. The one named default is made when it is"
                + " missing.")
        @Default(Api.DEFAULT_MATCHMAKER)
        @Pattern(Api.NAME_PATTERN)
        @Size(max = 40)
        String matchmaker,
    @JsonPropertyDescription(
            "How long a ticket searches before it is cancelled. The clock stands still while a"
                + " server is being started for it. Default 5m.")
        @Default("5m")
        @Pattern(Api.DURATION_PATTERN)
        String ticketExpirationPeriod,
    @JsonPropertyDescription(
            "How long a cancelled or assigned ticket can still be read. Default 1m.")
        @Default("1m")
        @Pattern(Api.DURATION_PATTERN)
        String ticketRemovalPeriod,
    @JsonPropertyDescription(
            "How long a group may stay unready before it is removed, unless something happens to"
                + " it. Default 5m.")
        @Default("5m")
        @Pattern(Api.DURATION_PATTERN)
        String groupInactivityRemovalPeriod,
    @JsonPropertyDescription(
            "True: groups only fill seats of running servers; no match is started.")
        Boolean backfillOnly,
    @JsonPropertyDescription(
            "Who may meet. All rules hold together. The key is the name of the ticket attribute that"
                + " the rule looks at.")
        @Required
        @Size(min = 1, max = 32)
        Map<String, RuleSpec> rules,
    @JsonPropertyDescription(
            "What is relaxed while a group waits. Each overwrites single attributes of rules, and"
                + " what an earlier one changed stays changed.")
        @Size(max = 16)
        List<ExpansionSpec> expansions,
    @JsonPropertyDescription("The game server that is started for each match.") @Required
        GameServerSpec gameServer) {}
