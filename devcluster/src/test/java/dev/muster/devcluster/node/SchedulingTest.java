package dev.muster.devcluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulingTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a pod without wishes fits | {containers: [{}]} | {} |",
        "another port fits | {containers: [{ports: [{hostPort: 7001}]}]} | {} |",
        "another protocol fits | {containers: [{ports: [{hostPort: 7000, protocol: UDP}]}]} | {} |",
        "a container port is no host port | {containers: [{ports: [{containerPort: 7000}]}]} | {} |",
        "a taken port does not | {containers: [{}, {ports: [{hostPort: 7000}]}]} | {}"
            + " | didn't have free ports for the requested pod ports",
        "a label that is there fits | {nodeSelector: {os: linux}} | {} |",
        "one that is not does not | {nodeSelector: {os: beos}} | {}"
            + " | didn't match Pod's node affinity/selector",
        "a cordoned node takes none | {} | {unschedulable: true} | were unschedulable",
      })
  void decidesByPortsSelectorAndCordon(String name, String pod, String node, String why) {
    var refusal =
        Scheduling.refusal(
            NodeHarness.yaml("spec: " + pod),
            NodeHarness.yaml("metadata: {labels: {os: linux}}\nspec: " + node),
            Set.of("7000/TCP"));

    if (why == null) {
      assertThat(refusal).as(name).isEmpty();
    } else {
      assertThat(refusal.orElseThrow()).startsWith("0/1 nodes are available: 1 node(s) " + why);
    }
  }
}
