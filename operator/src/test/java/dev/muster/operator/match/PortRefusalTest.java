package dev.muster.operator.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The messages are those of kube-scheduler 1.32. */
class PortRefusalTest {
  private static final String PORTS = " node(s) didn't have free ports for the requested pod ports";
  private static final String AFTER =
      ". preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "the only node | 1{ports} | 1 | true",
        "every node | 3{ports} | 3 | true",
        "a taint | 2{ports}, 1 node(s) had untolerated taint {dedicated: db} | 2 | true",
        "another pool | 1{ports}, 2 node(s) didn't match Pod's node affinity/selector | 1 | true",
        "a cordoned node | 1{ports}, 2 node(s) were unschedulable | 1 | true",
        "another node | 1{ports}, 2 node(s) didn't match the requested node name | 1 | true",
        "no cpu left | 1 Insufficient cpu, 2{ports} | 2 | false",
        "neither cpu nor memory | 1 Insufficient cpu, 1 Insufficient memory, 2{ports} | 2 | false",
        "volumes | 1{ports}, 2 node(s) had volume node affinity conflict | 1 | false",
        "something without a number | 1{ports}, and more | 0 | false",
      })
  void readsOnHowManyNodesPortsAreTakenAndWhetherNothingElseStandsInTheWay(
      String name, String reasons, int nodes, boolean alone) {
    // When
    var read =
        PortRefusal.read("0/3 nodes are available: " + reasons.replace("{ports}", PORTS) + AFTER);
    // Then
    assertThat(read)
        .isEqualTo(nodes == 0 ? Optional.empty() : Optional.of(new PortRefusal(nodes, alone)));
  }

  @Test
  void readsAMessageWithoutAWordOfPreemption() {
    assertThat(PortRefusal.read("0/1 nodes are available: 1" + PORTS + "."))
        .contains(new PortRefusal(1, true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "null",
      value = {
        "null",
        "``",
        "no nodes available to schedule pods",
        "0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available.",
        "0/1 nodes are available: persistentvolumeclaim \"ports\" not found. preemption: none.",
      })
  void saysNothingOfPortsWhereTheSchedulerDoesNot(String message) {
    assertThat(PortRefusal.read(message)).isEmpty();
  }
}
