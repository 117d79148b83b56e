package dev.muster.runtime.cluster;

import dev.muster.api.v1alpha1.AssignmentStatus;
import dev.muster.api.v1alpha1.AssignmentStatus.LocationStatus;
import dev.muster.api.v1alpha1.AssignmentStatus.PortStatus;
import dev.muster.runtime.ticket.Assignment;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** From a Match's assignment to what players are told. Pure. */
final class AssignmentMapping {
  private AssignmentMapping() {}

  /** The assignment; empty while it lacks the address, or a port is not complete. */
  static Optional<Assignment> of(AssignmentStatus status) {
    if (status == null || status.publicIp() == null) {
      return Optional.empty();
    }
    var host = status.fqdn() == null ? status.publicIp() : status.fqdn();
    var ports = new TreeMap<String, Assignment.Port>();
    Map<String, PortStatus> given = status.ports() == null ? Map.of() : status.ports();
    for (var port : given.entrySet()) {
      if (!isComplete(port.getValue())) {
        return Optional.empty();
      }
      ports.put(port.getKey(), port(host, port.getValue()));
    }
    return Optional.of(new Assignment(host, status.publicIp(), ports, location(status.location())));
  }

  private static boolean isComplete(PortStatus port) {
    return port != null
        && port.internal() != null
        && port.external() != null
        && port.protocol() != null;
  }

  private static Assignment.Port port(String host, PortStatus port) {
    var link = port.link() == null ? host + ":" + port.external() : port.link();
    return new Assignment.Port(port.internal(), port.external(), link, port.protocol());
  }

  private static Assignment.Location location(LocationStatus location) {
    return location == null
        ? Assignment.Location.UNKNOWN
        : new Assignment.Location(
            location.city(),
            location.country(),
            location.continent(),
            location.administrativeDivision(),
            location.timezone());
  }
}
