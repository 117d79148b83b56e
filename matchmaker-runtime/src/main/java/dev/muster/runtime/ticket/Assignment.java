package dev.muster.runtime.ticket;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Where players connect.
 *
 * @param fqdn the server's host name, or its address where it has none
 * @param publicIp the server's address
 * @param ports by name, in the order of the names
 * @param location where the server is
 */
public record Assignment(String fqdn, String publicIp, Map<String, Port> ports, Location location) {
  public Assignment {
    Objects.requireNonNull(fqdn, "fqdn");
    Objects.requireNonNull(publicIp, "publicIp");
    ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
    Objects.requireNonNull(location, "location");
  }

  /**
   * A port that players connect to.
   *
   * @param internal the port that the server listens on
   * @param external the port that players connect to
   * @param link host and port
   * @param protocol {@code UDP} or {@code TCP}
   */
  public record Port(int internal, int external, String link, String protocol) {
    public Port {
      Objects.requireNonNull(link, "link");
      Objects.requireNonNull(protocol, "protocol");
    }
  }

  /** A place; what is not known of it is {@code ""}. */
  public record Location(
      String city,
      String country,
      String continent,
      String administrativeDivision,
      String timezone) {
    /** A place of which nothing is known. */
    public static final Location UNKNOWN = new Location("", "", "", "", "");

    public Location {
      city = orEmpty(city);
      country = orEmpty(country);
      continent = orEmpty(continent);
      administrativeDivision = orEmpty(administrativeDivision);
      timezone = orEmpty(timezone);
    }

    private static String orEmpty(String text) {
      return text == null ? "" : text;
    }
  }
}
