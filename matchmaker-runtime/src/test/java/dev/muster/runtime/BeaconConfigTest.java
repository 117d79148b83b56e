package dev.muster.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.beacon.BeaconLimits;
import dev.muster.runtime.beacon.EchoBeacon;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BeaconConfigTest {
  @Test
  void needsNoVariable() {
    assertThat(BeaconConfig.of(Map.of()))
        .isEqualTo(
            new BeaconConfig("0.0.0.0", new EchoBeacon.Ports(51123, 51456), BeaconLimits.DEFAULT));
  }

  @Test
  void readsEveryVariable() {
    var environment =
        Map.of(
            "MUSTER_POD_IP", "127.0.0.2",
            "MUSTER_BEACON_TCP_PORT", "1",
            "MUSTER_BEACON_UDP_PORT", "2",
            "MUSTER_BEACON_PER_SECOND", "3",
            "MUSTER_BEACON_PER_CLIENT_PER_SECOND", "4",
            "MUSTER_BEACON_CONNECTIONS", "5");
    assertThat(BeaconConfig.of(environment))
        .isEqualTo(
            new BeaconConfig("127.0.0.2", new EchoBeacon.Ports(1, 2), new BeaconLimits(3, 4, 5)));
  }

  @Test
  void saysAllThatIsWrong() {
    assertThatThrownBy(
            () ->
                BeaconConfig.of(
                    Map.of("MUSTER_BEACON_UDP_PORT", "many", "MUSTER_BEACON_CONNECTIONS", "0")))
        .isInstanceOf(InvalidConfig.class)
        .hasMessageContaining("MUSTER_BEACON_UDP_PORT")
        .hasMessageContaining("MUSTER_BEACON_CONNECTIONS");
  }
}
