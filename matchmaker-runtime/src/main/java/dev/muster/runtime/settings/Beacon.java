package dev.muster.runtime.settings;

import dev.muster.runtime.ticket.Assignment.Location;
import java.util.Objects;

/**
 * A place to which clients measure their latency.
 *
 * @param host its IP address or host name
 * @param tcpPort the port of its TCP echo, 1 to 65535
 * @param udpPort the port of its UDP echo, 1 to 65535
 * @param location where it is; clients report latencies by its city
 */
public record Beacon(String host, int tcpPort, int udpPort, Location location) {
  public Beacon {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(location, "location");
  }
}
