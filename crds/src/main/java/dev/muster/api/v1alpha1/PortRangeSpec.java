package dev.muster.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/** A range of ports, both ends included. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "self.min <= self.max", message = "min must not be above max")
public record PortRangeSpec(
    @JsonPropertyDescription("The lowest port.") @Required @Min(1) @Max(65535) Integer min,
    @JsonPropertyDescription("The highest port.") @Required @Min(1) @Max(65535) Integer max) {}
