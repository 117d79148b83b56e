package dev.muster.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** An attempt that ended because its host ports were taken. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PortChange(
    @JsonPropertyDescription("The attempt.") Integer attempt,
    @JsonPropertyDescription("The host ports that its pod asked for, such as 7000/UDP.")
        List<String> ports) {}
