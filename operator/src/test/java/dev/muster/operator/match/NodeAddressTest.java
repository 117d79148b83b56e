package dev.muster.operator.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.operator.testing.Fixtures;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeAddressTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [{type: InternalIP, address: 10.0.0.1}, {type: ExternalIP, address: 203.0.113.1}] | 203.0.113.1 | 203.0.113.1
          [{type: InternalIP, address: 10.0.0.1}, {type: Hostname, address: n1}]            | 10.0.0.1    | 10.0.0.1
          [{type: ExternalDNS, address: n1.example}, {type: ExternalIP, address: 203.0.113.1}] | n1.example | 203.0.113.1
          []                                                                                | 192.0.2.9   | 192.0.2.9
          """)
  void isTheNodesAddressFromOutsideIfItHasOne(String addresses, String fqdn, String ip) {
    // Given
    var node =
        Fixtures.as(
            Node.class, (ObjectNode) Fixtures.value("{status: {addresses: " + addresses + "}}"));
    // Then
    assertThat(NodeAddress.of(Optional.of(node), pod("{status: {hostIP: 192.0.2.9}}")))
        .contains(new NodeAddress(fqdn, ip));
  }

  @Test
  void isUnknownWithoutNodeRightsUntilThePodKnowsItsHost() {
    assertThat(NodeAddress.of(Optional.empty(), pod("{status: {}}"))).isEmpty();
    assertThat(NodeAddress.ofPod(pod("{status: {}}"))).isEmpty();
  }

  @Test
  void putsAnIpv6AddressInBrackets() {
    assertThat(new NodeAddress("2001:db8::1", "2001:db8::1").link(7000))
        .isEqualTo("[2001:db8::1]:7000");
  }

  private static Pod pod(String yaml) {
    return Fixtures.as(Pod.class, (ObjectNode) Fixtures.value(yaml));
  }
}
