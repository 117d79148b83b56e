package dev.muster.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A place to which game clients measure their latency. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BeaconSpec(
    @JsonPropertyDescription(
            "The name under which clients report their latency to it; unique in the list.")
        @Required
        @Size(min = 1, max = 63)
        String city,
    @JsonPropertyDescription("Its IP address or host name.")
        @Required
        @Pattern(Api.HOST_PATTERN)
        @Size(max = 253)
        String host,
    @JsonPropertyDescription("The port of its TCP echo.") @Required @Min(1) @Max(65535)
        Integer tcpPort,
    @JsonPropertyDescription("The port of its UDP echo.") @Required @Min(1) @Max(65535)
        Integer udpPort,
    @JsonPropertyDescription("Its country.") @Size(max = 63) String country,
    @JsonPropertyDescription("Its continent.") @Size(max = 63) String continent,
    @JsonPropertyDescription("Its state, province or region.") @Size(max = 63)
        String administrativeDivision,
    @JsonPropertyDescription("Its time zone, for example America/Chicago.") @Size(max = 63)
        String timezone) {}
