package dev.muster.operator.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.api.v1alpha1.PortRangeSpec;
import dev.muster.api.v1alpha1.PortSpec;
import dev.muster.operator.match.HostPorts.PodKey;
import dev.muster.operator.match.PortOutlook.Way;
import dev.muster.operator.testing.Fixtures;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPortsTest {
  private static final PortRangeSpec THREE = new PortRangeSpec(7000, 7002);
  private static final List<PortSpec> GAME =
      List.of(new PortSpec("gameport", 7777, PortSpec.Protocol.UDP));

  private static final PortRefusal ON_ONE_NODE = new PortRefusal(1, true);

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
    assertThat(
            new HostPorts(later)
                .reserve(new PodKey("games", "c"), GAME, THREE, Set.of(), List.of()))
        .contains(Map.of("gameport", 7000));
  }

  @Test
  void aPodHasItsPortsUntilItsPhaseSaysThatItIsOver() {
    // Given a pod whose container has ended, and whose phase lags
    var pod = pod("a", "n1", "UDP", 7000);
    var ended =
        new ContainerStatusBuilder()
            .withName("game")
            .withNewState()
            .withNewTerminated()
            .withExitCode(1)
            .endTerminated()
            .endState()
            .build();
    pod.getStatus().setContainerStatuses(List.of(ended));
    // Then
    assertThat(reserve("b", THREE, List.of(pod))).containsEntry("gameport", 7001);
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
    assertThat(ports.reserve(new PodKey("games", "a"), two, THREE, Set.of(), List.of()))
        .contains(Map.of("gameport", 7000, "query", 7001));
    assertThat(
            ports.reserve(
                new PodKey("games", "b"), two, new PortRangeSpec(7000, 7000), Set.of(), List.of()))
        .isEmpty();
  }

  @Test
  void aPortThatSomethingElseHasIsGivenLastForTenMinutes() {
    // Given
    var now = new AtomicReference<>(Fixtures.NOW);
    InstantSource time = now::get;
    var remembering = new HostPorts(time.withZone(ZoneOffset.UTC));
    remembering.outlook(waiting(7000), ON_ONE_NODE, GAME, THREE, Set.of(), List.of());
    var busy = List.of(pod("a", "n1", "UDP", 7001), pod("b", "n1", "UDP", 7002));
    var key = new PodKey("games", "c");
    // Then
    assertThat(remembering.reserve(key, GAME, THREE, Set.of(), busy))
        .contains(Map.of("gameport", 7001));
    now.set(Fixtures.NOW.plusSeconds(601));
    remembering.forget(key);
    assertThat(remembering.reserve(key, GAME, THREE, Set.of(), busy))
        .contains(Map.of("gameport", 7000));
  }

  @Test
  void aMatchThatHasMetATakenPortGoesOnSomewhereElseInTheRange() {
    // Given
    var range = new PortRangeSpec(7000, 7999);
    // When
    var next =
        ports.reserve(new PodKey("games", "duel-2"), GAME, range, Set.of("7000/UDP"), List.of());
    var other =
        ports.reserve(new PodKey("games", "duet-2"), GAME, range, Set.of("7000/UDP"), List.of());
    // Then
    assertThat(next.orElseThrow().get("gameport")).isBetween(7010, 7999);
    assertThat(other.orElseThrow().get("gameport")).isBetween(7010, 7999);
    assertThat(other).isNotEqualTo(next);
  }

  @Test
  void whatAMatchHasTriedInVainItTriesAgainOnlyAfterAllOthers() {
    // Given
    var tried = Set.of("7000/UDP", "7001/UDP");
    var busy = List.of(pod("a", "n1", "UDP", 7002));
    var key = new PodKey("games", "duel-3");
    // Then
    assertThat(ports.reserve(key, GAME, THREE, tried, busy)).contains(Map.of("gameport", 7002));
    assertThat(ports.reserve(key, GAME, new PortRangeSpec(7000, 7001), tried, busy)).isPresent();
  }

  @ParameterizedTest(name = "{0}: {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "something else has it                 | ''                        | ''             | 1 | CHANGE",
        "something else has it on one of two   | n1:7000                   | ''             | 2 | CHANGE",
        "and ours have all others              | n1:7001 n1:7002           | ''             | 1 | CHANGE",
        "another server waits for each other   | -:7001 -:7002             | ''             | 1 | CHANGE",
        "all others were tried                 | ''                        | 7001 7002      | 1 | GIVE_UP",
        "ours has it and another became free   | n1:7000 n1:7001           | ''             | 1 | BETTER",
        "ours have it and all others           | n1:7000 n1:7001 n1:7002   | ''             | 1 | WAIT",
        "ours has it and others are waited for | n1:7000 -:7001 -:7002     | ''             | 1 | WAIT",
        "ours has it and the others were tried | n1:7000                   | 7001 7002      | 1 | WAIT",
        "ours have it on both nodes            | n1:7000 n2:7000 n1:7001 n2:7001 n1:7002 n2:7002 |'' | 2 | WAIT",
        "there is a node where one is free     | n1:7000 n2:7000 n1:7001 n1:7002 n2:7002 | ''       | 2 | BETTER",
      })
  void looksWhetherAnotherPortWouldDo(String name, String inUse, String tried, int nodes, Way way) {
    // Given
    var pods = new ArrayList<Pod>();
    pods.add(waiting(7000));
    for (String use : words(inUse).toList()) {
      var at = use.split(":", -1);
      var node = at[0].equals("-") ? null : at[0];
      pods.add(pod("p" + pods.size(), node, "UDP", Integer.parseInt(at[1])));
    }
    var before = words(tried).map(port -> port + "/UDP").collect(Collectors.toSet());
    // When
    var outlook =
        ports.outlook(waiting(7000), new PortRefusal(nodes, true), GAME, THREE, before, pods);
    // Then
    assertThat(outlook).contains(new PortOutlook(way, THREE));
  }

  @Test
  void saysNothingWhereOtherPortsMightNotHelp() {
    // Given a pod with a port that its template fixes
    var fixed = waiting(7000);
    var own = new ContainerPort(9000, null, 9000, "query", "TCP");
    fixed.getSpec().getContainers().get(0).getPorts().add(own);
    // Then
    assertThat(ports.outlook(fixed, ON_ONE_NODE, GAME, THREE, Set.of(), List.of())).isEmpty();
    var notAlone = new PortRefusal(1, false);
    assertThat(ports.outlook(waiting(7000), notAlone, GAME, THREE, Set.of(), List.of())).isEmpty();
    // And yet the retry takes another one
    assertThat(reserve("duel-2", THREE, List.of())).containsEntry("gameport", 7001);
  }

  private static Stream<String> words(String text) {
    return Stream.of(text.split(" ", -1)).filter(word -> !word.isEmpty());
  }

  private static Pod waiting(int hostPort) {
    return pod("duel-1", null, "UDP", hostPort);
  }

  private Map<String, Integer> reserve(String pod, PortRangeSpec range, List<Pod> pods) {
    return ports.reserve(new PodKey("games", pod), GAME, range, Set.of(), pods).orElseThrow();
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
