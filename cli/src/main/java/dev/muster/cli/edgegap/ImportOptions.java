package dev.muster.cli.edgegap;

import dev.muster.api.v1alpha1.PortSpec;
import java.util.List;
import java.util.Optional;

/**
 * What a configuration does not tell.
 *
 * @param matchmaker the Matchmaker that the profiles name
 * @param image the game server's image, in which {@code {name}} and {@code {version}} stand for the
 *     profile's application; empty for a placeholder
 * @param ports the ports that players connect to; empty for UDP 7777 as {@code gameport}
 */
public record ImportOptions(String matchmaker, Optional<String> image, List<PortSpec> ports) {
  static final PortSpec DEFAULT_PORT = new PortSpec("gameport", 7777, PortSpec.Protocol.UDP);

  public ImportOptions {
    ports = List.copyOf(ports);
  }

  List<PortSpec> portsOrDefault() {
    return ports.isEmpty() ? List.of(DEFAULT_PORT) : ports;
  }
}
