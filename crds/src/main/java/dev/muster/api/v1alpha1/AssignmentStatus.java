package dev.muster.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Map;

/** Where players connect. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AssignmentStatus(
    @JsonPropertyDescription("The server's host name, or its address where it has none.")
        String fqdn,
    @JsonPropertyDescription("The server's address.") String publicIp,
    @JsonPropertyDescription("Its ports, by name.") Map<String, PortStatus> ports,
    @JsonPropertyDescription("Where it is.") LocationStatus location) {
  /** A port that players connect to. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record PortStatus(
      @JsonPropertyDescription("The port that the server listens on.") Integer internal,
      @JsonPropertyDescription("The port that players connect to.") Integer external,
      @JsonPropertyDescription("Host and port.") String link,
      @JsonPropertyDescription("UDP or TCP.") String protocol) {}

  /** A place; unknown parts are empty. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LocationStatus(
      @JsonPropertyDescription("City.") String city,
      @JsonPropertyDescription("Country.") String country,
      @JsonPropertyDescription("Continent.") String continent,
      @JsonPropertyDescription("State, province or region.") String administrativeDivision,
      @JsonPropertyDescription("Time zone.") String timezone) {}
}
