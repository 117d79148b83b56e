package dev.muster.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A port that players connect to. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PortSpec(
    @JsonPropertyDescription(
            "Its name in assignments and in ARBITRIUM_PORTS_MAPPING; unique. Published SDKs look for"
                + " gameport.")
        @Required
        @Pattern("^[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$")
        @Size(min = 1, max = 15)
        String name,
    @JsonPropertyDescription("The port that the server listens on.") @Required @Min(1) @Max(65535)
        Integer containerPort,
    @JsonPropertyDescription("UDP or TCP. Default UDP.") @Default("UDP") Protocol protocol) {
  /** Transport protocols. */
  public enum Protocol {
    /** User datagrams. */
    UDP,
    /** Streams. */
    TCP
  }
}
