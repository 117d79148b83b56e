package dev.muster.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One player who is on a server already, as far as it matters to who may come. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackfillTicketSpec(
    @JsonPropertyDescription("The ticket's id, once in a Backfill.")
        @Required
        @Size(min = 1, max = 64)
        String id,
    @JsonPropertyDescription("When it was created. Servers over HTTP read it again.")
        @Size(max = 40)
        String createdAt,
    @JsonPropertyDescription("The player's address. Servers over HTTP read it again.")
        @Size(max = 45)
        String playerIp,
    @JsonPropertyDescription("The group that it belongs to. Default: one of its own.")
        @Size(max = 64)
        String groupId,
    @JsonPropertyDescription("What the client sent for each rule.") @PreserveUnknownFields
        JsonNode attributes) {}
