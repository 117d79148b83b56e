package dev.muster.runtime;

import dev.muster.runtime.beacon.BeaconLimits;
import dev.muster.runtime.beacon.EchoBeacon.Ports;
import java.util.Map;

/**
 * What a beacon is told by its environment.
 *
 * @param bindAddress the address that it listens on, {@code MUSTER_POD_IP}; default all
 * @param ports {@code MUSTER_BEACON_TCP_PORT}, default 51123, and {@code MUSTER_BEACON_UDP_PORT},
 *     default 51456; 0 takes a free one
 * @param limits {@code MUSTER_BEACON_PER_SECOND}, {@code MUSTER_BEACON_PER_CLIENT_PER_SECOND} and
 *     {@code MUSTER_BEACON_CONNECTIONS}; default {@link BeaconLimits#DEFAULT}
 */
record BeaconConfig(String bindAddress, Ports ports, BeaconLimits limits) {
  private static final int DEFAULT_TCP_PORT = 51_123;
  private static final int DEFAULT_UDP_PORT = 51_456;

  /**
   * Reads the configuration. An empty variable counts as absent.
   *
   * @throws InvalidConfig with everything that is wrong
   */
  static BeaconConfig of(Map<String, String> environment) {
    var reader = new EnvironmentReader(environment);
    var byDefault = BeaconLimits.DEFAULT;
    var config =
        new BeaconConfig(
            RuntimeConfig.address(reader),
            new Ports(
                reader.port("MUSTER_BEACON_TCP_PORT", DEFAULT_TCP_PORT),
                reader.port("MUSTER_BEACON_UDP_PORT", DEFAULT_UDP_PORT)),
            new BeaconLimits(
                reader.atLeastOne("MUSTER_BEACON_PER_SECOND", byDefault.perSecond()),
                reader.atLeastOne(
                    "MUSTER_BEACON_PER_CLIENT_PER_SECOND", byDefault.perClientPerSecond()),
                reader.atLeastOne("MUSTER_BEACON_CONNECTIONS", byDefault.connections())));
    reader.oneOf("MUSTER_LOG_LEVEL", "TRACE", "DEBUG", "INFO", "WARN", "ERROR");
    reader.stopOnProblems();
    return config;
  }
}
