package dev.muster.runtime.server;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a game server says of where it is. Its host name is not part of it: known server kits make
 * one up from the request id.
 *
 * @param requestId {@code ARBITRIUM_REQUEST_ID}, if it knows it
 * @param publicIp the address that players connect to, if it knows it
 * @param ports the ports that players connect to, as far as it knows them
 */
public record ServerAddress(
    Optional<String> requestId, Optional<String> publicIp, Set<Port> ports) {
  public ServerAddress {
    Objects.requireNonNull(requestId, "requestId");
    Objects.requireNonNull(publicIp, "publicIp");
    ports = Set.copyOf(ports);
  }

  /**
   * A port that players connect to.
   *
   * @param external its number
   * @param protocol {@code UDP} or {@code TCP}, if it was said
   */
  public record Port(int external, Optional<String> protocol) {
    /** Whether a port of that number and protocol is this one. */
    public boolean is(int number, String ofProtocol) {
      return external == number && protocol.map(ofProtocol::equalsIgnoreCase).orElse(true);
    }
  }
}
