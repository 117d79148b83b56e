package dev.muster.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/** What changes when a group has waited for a while. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExpansionSpec(
    @JsonPropertyDescription(
            "The time since the group's search began, for example 30s. No two alike.")
        @Required
        @Pattern("^[1-9][0-9]{0,5}[smh]$")
        @Size(max = 7)
        String after,
    @JsonPropertyDescription("The attributes that change, by rule.") @Required @Size(max = 32)
        Map<String, ExpandedRuleSpec> rules) {}
