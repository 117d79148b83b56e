package dev.muster.operator.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.api.v1alpha1.PortRangeSpec;
import dev.muster.api.v1alpha1.PortSpec;
import dev.muster.operator.match.HostPorts.PodKey;
import dev.muster.operator.testing.Fixtures;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostPortsTest {
  private static final PortRangeSpec THREE = new PortRangeSpec(7000, 7002);
  private static final List<PortSpec> GAME =
      List.of(new PortSpec("gameport", 7777, PortSpec.Protocol.UDP));

  private final HostPorts ports = new HostPorts(Fixtures.CLOCK);

  @Test
  void givesTheLowestPortThatNobodyUses() {
    // Given
    var pods = List.of(pod("a", "n1", "UDP", 7000), pod("b", "n2", "UDP", 7002));
    // Then
    assertThat(reserve("c", THREE, pods)).containsExactly(Map.entry("gameport", 7001));
  }

  @Test
  void givesThePortInUseOnTheFewestNodesWhenAllAreInUse() {
    // Given
    var pods =
        List.of(
            pod("a", "n1", "UDP", 7000),
            pod("b", "n2", "UDP", 7000),
            pod("c", "n1", "UDP", 7001),
            pod("d", "n1", "UDP", 7002),
            pod("e", "n2", "UDP", 7002));
    // Then
    assertThat(reserve("f", THREE, pods)).containsEntry("gameport", 7001);
  }

  @Test
  void doesNotGiveAPortTwiceWhileTheCacheIsBehind() {
    // When
    var first = reserve("a", THREE, List.of());
    var second = reserve("b", THREE, List.of());
    ports.forget(new PodKey("games", "a"));
    var third = reserve("c", THREE, List.of());
    // Then
    assertThat(first).containsEntry("gameport", 7000);
    assertThat(second).containsEntry("gameport", 7001);
    assertThat(third).containsEntry("gameport", 7000);
  }

  @Test
  void aReservationEndsWhenTheCacheShowsThePodOrAfterAMinute() {
    // Given
    reserve("a", THREE, List.of());
    var dead = pod("a", "n1", "UDP", 7000);
    dead.getStatus().setPhase("Failed");
    // Then
    assertThat(reserve("b", THREE, List.of(dead))).containsEntry("gameport", 7000);
    var later = Clock.offset(Fixtures.CLOCK, Duration.ofSeconds(61));
    assertThat(new HostPorts(later).reserve(new PodKey("games", "c"), GAME, THREE, List.of()))
        .contains(Map.of("gameport", 7000));
  }

  @Test
  void anotherProtocolIsAnotherPort() {
    assertThat(reserve("b", THREE, List.of(pod("a", "n1", "TCP", 7000))))
        .containsEntry("gameport", 7000);
  }

  @Test
  void portsOfOnePodAreDifferentAndARangeMayBeTooSmall() {
    // Given
    var two =
        List.of(
            new PortSpec("gameport", 7777, PortSpec.Protocol.UDP),
            new PortSpec("query", 7778, PortSpec.Protocol.TCP));
    // Then
    assertThat(ports.reserve(new PodKey("games", "a"), two, THREE, List.of()))
        .contains(Map.of("gameport", 7000, "query", 7001));
    assertThat(
            ports.reserve(new PodKey("games", "b"), two, new PortRangeSpec(7000, 7000), List.of()))
        .isEmpty();
  }

  private Map<String, Integer> reserve(String pod, PortRangeSpec range, List<Pod> pods) {
    return ports.reserve(new PodKey("games", pod), GAME, range, pods).orElseThrow();
  }

  private static Pod pod(String name, String node, String protocol, int hostPort) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("games")
        .endMetadata()
        .withNewSpec()
        .withNodeName(node)
        .addNewContainer()
        .withName("game")
        .addNewPort()
        .withContainerPort(7777)
        .withHostPort(hostPort)
        .withProtocol(protocol)
        .endPort()
        .endContainer()
        .endSpec()
        .withNewStatus()
        .withPhase("Running")
        .endStatus()
        .build();
  }
}
