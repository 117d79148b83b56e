package dev.muster.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** How many requests are answered; what is not set has no limit. Each allows bursts of a second. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RateLimitsSpec(
    @JsonPropertyDescription("All requests together, per second.") @Min(1) @Max(1_000_000)
        Integer requestsPerSecond,
    @JsonPropertyDescription("Tickets, group tickets, groups and members made, per second.")
        @Min(1)
        @Max(1_000_000)
        Integer createsPerSecond,
    @JsonPropertyDescription("Tickets, groups and members read, per second.")
        @Min(1)
        @Max(1_000_000)
        Integer readsPerSecond,
    @JsonPropertyDescription("Backfills made, per second.") @Min(1) @Max(1_000_000)
        Integer backfillsPerSecond,
    @JsonPropertyDescription(
            "Requests of one client, per second. A client is an address, as trustedProxies tell it;"
                + " whoever holds a server- token has no such limit.")
        @Min(1)
        @Max(1_000_000)
        Integer perClientPerSecond,
    @JsonPropertyDescription(
            "Streams of events that one client may have open at a time. A client is as above.")
        @Min(1)
        @Max(1_000_000)
        Integer openStreamsPerClient) {}
