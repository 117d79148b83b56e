package dev.muster.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One player's ticket, as servers get it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TicketSpec(
    @JsonPropertyDescription("The ticket's id, by which the player is known to the server.")
        @Required
        @Size(min = 1, max = 64)
        String id,
    @JsonPropertyDescription("When it was created.") @Size(max = 40) String createdAt,
    @JsonPropertyDescription("The player's address, if known.") @Size(max = 45) String playerIp,
    @JsonPropertyDescription("The group that it belongs to.") @Size(max = 64) String groupId,
    @JsonPropertyDescription("The team that it plays in.") @Size(max = 64) String teamId,
    @JsonPropertyDescription("What the client sent for each rule.") @PreserveUnknownFields
        JsonNode attributes,
    @JsonPropertyDescription(
            "Any JSON that the client wants its server to read. No rule looks at it.")
        @PreserveUnknownFields
        JsonNode extras) {}
