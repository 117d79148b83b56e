package dev.muster.operator.gameserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.api.v1alpha1.GameServerSpec;
import dev.muster.api.v1alpha1.Match;
import dev.muster.operator.testing.FieldTable;
import dev.muster.operator.testing.FieldTable.Change;
import dev.muster.operator.testing.Fixtures;
import dev.muster.operator.testing.Golden;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GameServerPodTest {
  @Test
  void isTheTemplateWithEverythingThatMusterAdds() throws IOException {
    Golden.check("pods/host-port/out-pod.yaml", pod(json -> {}));
  }

  @Test
  void onPodAddressesHasNoHostPortsAndAToken() throws IOException {
    Golden.check(
        "pods/pod-ip-with-token/out-pod.yaml",
        pod(
            spec -> {
              spec.put("exposure", "PodIP").put("matchmakerToken", true);
              spec.put("serviceAccountToken", true).remove("container");
              spec.withObject("/template/spec").put("serviceAccountName", "own");
            }));
  }

  @Test
  void aPlayersDollarIsNotExpandedByTheKubelet() {
    // When
    var value = env(pod(json -> {}), "game").get("MM_TICKET_cusfn10msflc73beiia0").getValue();
    // Then
    assertThat(value).contains("\"$$(ARBITRIUM_DELETE_TOKEN)\"").doesNotContain("\"$(");
  }

  @Test
  void ticketsAreCompactJsonWithNumbersAsSentAndSevenDigits() {
    // When
    var env = env(pod(json -> {}), "game");
    // Then
    assertThat(env.get("MM_TICKET_cusfn10msflc73beiib0").getValue())
        .isEqualTo(
            "{\"id\":\"cusfn10msflc73beiib0\",\"created_at\":\"2026-11-20T15:03:00.1234567Z\","
                + "\"player_ip\":null,\"group_id\":\"b2080c27-19c9-4fb0-8fe7-4bf1e5d285d1\","
                + "\"team_id\":\"cusfn1gmsflc73beiim0\","
                + "\"attributes\":{\"elo_rating\":1500,\"selected_map\":[\"Airport\"]}}");
    assertThat(env.get("MM_TICKET_cusfn10msflc73beiia0").getValue())
        .contains("\"created_at\":\"2026-11-20T15:03:00.1230000Z\"")
        .contains("\"elo_rating\":12345678.9,");
  }

  @Test
  void numbersThatWereReadAsBinaryFractionsAreWrittenWithoutAnExponent() {
    // Given
    var json = Fixtures.json("match");
    var match = Fixtures.as(Match.class, json);
    ((ObjectNode) match.getSpec().tickets().get(1).attributes()).put("elo_rating", 12345678.9d);
    // When
    var env = env(pod(match, server(spec -> {})), "game");
    // Then
    assertThat(env.get("MM_TICKET_cusfn10msflc73beiib0").getValue())
        .contains("\"elo_rating\":12345678.9,");
  }

  @ParameterizedTest
  @CsvSource({"game", "sidecar", "prepare"})
  void everyContainerGetsTheEnvironment(String container) {
    // When
    var env = env(pod(json -> {}), container);
    // Then
    assertThat(env.get("MM_MATCH_ID").getValue()).startsWith("Ranked_5v5_initial-");
    assertThat(env.get("MUSTER_POD_IP").getValueFrom().getFieldRef().getFieldPath())
        .isEqualTo("status.podIP");
  }

  @Test
  void oursWinsOnAClashAndStandsBeforeTheContainersOwn() {
    // When
    var names = container(pod(json -> {}), "game").getEnv().stream().map(EnvVar::getName).toList();
    // Then
    assertThat(names).doesNotHaveDuplicates().endsWith("MODE").contains("MM_MATCH_ID");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MM_EXPANSION           | MM_EXPANSION_STAGE
          MM_GROUPS              | MM_GROUP_MAPPING
          ARBITRIUM_DELETE_URL   | ARBITRIUM_CONTEXT_URL
          ARBITRIUM_DELETE_TOKEN | ARBITRIUM_CONTEXT_TOKEN
          ARBITRIUM_BEACON_ENABLED | ARBITRIUM_HOST_BEACON_ENABLED
          """)
  void bothNamesAreWrittenWhereSourcesDisagree(String one, String other) {
    // When
    var env = env(pod(json -> {}), "game");
    // Then
    assertThat(env.get(one).getValue()).isNotBlank().isEqualTo(env.get(other).getValue());
  }

  @Test
  void unknownPlacesAreEmptyTextsNeverNull() {
    // Given
    var json = Fixtures.json("match");
    json.withObject("/spec").remove("location");
    // When
    var env = env(pod(Fixtures.as(Match.class, json), server(spec -> {})), "game");
    // Then
    assertThat(env.get("ARBITRIUM_DEPLOYMENT_LOCATION").getValue())
        .isEqualTo(
            "{\"city\":\"\",\"country\":\"\",\"continent\":\"\",\"administrative_division\":\"\","
                + "\"timezone\":\"\"}");
    assertThat(env.get("ARBITRIUM_HOST_BEACON_PUBLIC_IP").getValue()).isEmpty();
    assertThat(env.get("ARBITRIUM_BEACON_ENABLED").getValue()).isEqualTo("false");
  }

  @Test
  void aPortWithADashIsToldUnderBothForms() {
    // When
    var env =
        env(
            pod(spec -> spec.set("ports", Fixtures.value("[{name: game-port, containerPort: 1}]"))),
            "game");
    // Then
    assertThat(env)
        .containsKeys("ARBITRIUM_PORT_GAME-PORT_INTERNAL", "ARBITRIUM_PORT_GAME_PORT_INTERNAL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "1 GB", "-", "1e99999999999"})
  void whatIsNoQuantityIsLeftForTheApiServerToRefuse(String quantity) {
    // When
    var pod =
        pod(
            spec ->
                spec.withArray("/template/spec/containers")
                    .forEach(
                        container ->
                            ((ObjectNode) container)
                                .withObject("/resources/limits")
                                .put("cpu", quantity)));
    // Then
    assertThat(env(pod, "game").get("ARBITRIUM_DEPLOYMENT_VCPU_UNITS").getValue()).isEqualTo("0");
    assertThat(Fixtures.yaml(pod)).contains(quantity);
  }

  @Test
  void thePlatformEngineersWordOnEvictionStands() {
    // When
    var pod =
        pod(
            spec ->
                spec.withObject("/template/metadata")
                    .withObject("/annotations")
                    .put(GameServerPod.SAFE_TO_EVICT, "true"));
    // Then
    assertThat(pod.getMetadata().getAnnotations())
        .containsEntry(GameServerPod.SAFE_TO_EVICT, "true");
  }

  static Stream<Change> gameServerFields() {
    return Stream.of(
        new Change("template", "/template/spec/priorityClassName", "high", "priorityClassName"),
        new Change("container", "/container", "sidecar", "sidecar ports"),
        new Change("matchmakerToken", "/matchmakerToken", "true", "EDGEGAP_MM_AUTH_TOKEN"),
        new Change(
            "serviceAccountToken",
            "/serviceAccountToken",
            "true",
            "automountServiceAccountToken: true"),
        new Change("ports[].name", "/ports/0/name", "query", "ARBITRIUM_PORT_QUERY_INTERNAL"),
        new Change("ports[].containerPort", "/ports/0/containerPort", "7000", "internal\\\":7000"),
        new Change("ports[].protocol", "/ports/0/protocol", "TCP", "protocol\\\":\\\"TCP"),
        new Change("exposure", "/exposure", "PodIP", "external\\\":7777"));
  }

  @ParameterizedTest
  @MethodSource("gameServerFields")
  void everyFieldOfGameServerThatShapesThePodDoes(Change change) {
    // Given
    var before = answer(pod(spec -> {}));
    // When
    var after = answer(pod(change::in));
    // Then
    assertThat(before).doesNotContain(change.expected());
    assertThat(after).contains(change.expected());
  }

  @Test
  void noFieldOfGameServerIsLeftOut() {
    // Given the fields that MatchPlanTest changes
    var times =
        Set.of(
            "assignWhen",
            "pendingTimeout",
            "startTimeout",
            "maxRetries",
            "maxDuration",
            "retainAfterExit");
    // When
    var tested = new TreeSet<>(times);
    gameServerFields().map(Change::field).forEach(tested::add);
    // Then
    assertThat(tested).isEqualTo(FieldTable.fields(GameServerSpec.class));
  }

  private static String answer(Pod pod) {
    var withPorts =
        pod.getSpec().getContainers().stream()
            .filter(container -> !container.getPorts().isEmpty())
            .map(Container::getName)
            .toList();
    return Fixtures.yaml(pod) + String.join(",", withPorts) + " ports";
  }

  private static GameServer server(Consumer<ObjectNode> change) {
    var json = (ObjectNode) Fixtures.json("profile").at("/spec/gameServer");
    change.accept(json);
    return GameServer.of(Fixtures.as(GameServerSpec.class, json));
  }

  private static Pod pod(Consumer<ObjectNode> change) {
    return pod(Fixtures.match(), server(change));
  }

  private static Pod pod(Match match, GameServer server) {
    var ports =
        server.usesHostPorts()
            ? Map.of(server.ports().get(0).name(), 7100)
            : Map.<String, Integer>of();
    return GameServerPod.of(
        server, new Attempt(match, 1, Fixtures.REQUEST_ID, ports), Fixtures.home());
  }

  private static Container container(Pod pod, String name) {
    return Stream.of(pod.getSpec().getContainers(), pod.getSpec().getInitContainers())
        .flatMap(List::stream)
        .filter(container -> name.equals(container.getName()))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, EnvVar> env(Pod pod, String container) {
    return container(pod, container).getEnv().stream()
        .collect(Collectors.toMap(EnvVar::getName, variable -> variable));
  }
}
