package dev.muster.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.Map;

/** CPU and memory of a container, as Kubernetes quantities. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResourcesSpec(
    @JsonPropertyDescription("What is reserved, by resource, for example cpu: 250m.") @Size(max = 8)
        Map<String, IntOrString> requests,
    @JsonPropertyDescription("What may be used, by resource, for example memory: 512Mi.")
        @Size(max = 8)
        Map<String, IntOrString> limits) {}
