package dev.muster.devcluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.node.Forward.Place;
import dev.muster.devcluster.node.ServicePorts.Opening;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServicePortsTest {
  private static final ObjectNode SERVICE =
      NodeHarness.yaml(
          """
          metadata: {namespace: n}
          spec:
            type: LoadBalancer
            clusterIP: 127.9.200.1
            selector: {app: a}
            ports:
            - {port: 80, targetPort: http, nodePort: 30001}
            - {port: 53, targetPort: 5353, protocol: UDP}
          """);

  private static ObjectNode pod(String changes) {
    var pod =
        NodeHarness.yaml(
            """
            metadata: {namespace: n, labels: {app: a}}
            spec: {containers: [{ports: [{name: http, containerPort: 8080}]}]}
            status: {podIP: 127.9.1.1, conditions: [{type: Ready, status: "True"}]}
            """);
    NodeHarness.yaml(changes)
        .properties()
        .forEach(
            part -> ((ObjectNode) pod.get(part.getKey())).setAll((ObjectNode) part.getValue()));
    return pod;
  }

  @Test
  void opensItsOwnAddressNodePortsAndTheBalancersPorts() {
    assertThat(ServicePorts.openings(SERVICE, "127.9.0.1"))
        .containsExactly(
            new Opening(new Place("127.9.200.1", 80), false, 80, false),
            new Opening(new Place("127.9.0.1", 30001), false, 80, false),
            new Opening(new Place("127.9.0.1", 80), false, 80, true),
            new Opening(new Place("127.9.200.1", 53), true, 53, false),
            new Opening(new Place("127.9.0.1", 53), true, 53, true));
  }

  @Test
  void aHeadlessServiceOpensNothing() {
    assertThat(
            ServicePorts.openings(
                NodeHarness.yaml("spec: {clusterIP: None, ports: [{port: 80}]}"), "127.9.0.1"))
        .isEmpty();
  }

  @Test
  void leadsToNamedAndNumberedPorts() {
    assertThat(ServicePorts.backends(SERVICE, 80, List.of(pod("{}"))))
        .containsExactly(new Place("127.9.1.1", 8080));
    assertThat(ServicePorts.backends(SERVICE, 53, List.of(pod("{}"))))
        .containsExactly(new Place("127.9.1.1", 5353));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "another label | metadata: {labels: {app: b}}",
        "another namespace | metadata: {namespace: m}",
        "not ready | status: {conditions: [{type: Ready, status: 'False'}]}",
        "no condition | status: {conditions: []}",
        "about to go | metadata: {deletionTimestamp: now}",
        "no such port | spec: {containers: [{ports: []}]}",
      })
  void leavesOutAPodThatDoesNotFit(String name, String changes) {
    assertThat(ServicePorts.backends(SERVICE, 80, List.of(pod(changes)))).as(name).isEmpty();
  }
}
