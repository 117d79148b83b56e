package dev.muster.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import dev.muster.operator.OperatorConfig;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart, rendered by Helm. */
class ChartTest {
  private static final Path CHART = Path.of("muster");

  /** The Role of a runtime as the operator makes it, which a test of the operator holds. */
  private static final Path RUNTIME =
      Path.of("../operator/src/test/resources/matchmaker/deployed/out-role-arena-runtime.yaml");

  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final String SYSTEM = "muster-system";

  @TempDir private Path folder;

  private List<HasMetadata> render(String values) throws IOException {
    var file = folder.resolve("values.yaml");
    Files.writeString(file, values);
    return render(file);
  }

  private static List<HasMetadata> render(Path values) {
    var yaml =
        new Helm(CHART)
            .template()
            .withName("muster")
            .withNamespace(SYSTEM)
            .withValuesFile(values.toAbsolutePath())
            .call();
    return objects(yaml);
  }

  private static List<HasMetadata> objects(String yaml) {
    return Stream.of(yaml.split("(?m)^---$"))
        .filter(text -> text.contains("kind:"))
        .map(text -> YAML.<HasMetadata>unmarshal(text))
        .toList();
  }

  private static <T> List<T> all(Class<T> kind, Collection<HasMetadata> objects) {
    return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static Set<String> names(Collection<HasMetadata> objects) {
    return objects.stream()
        .map(object -> object.getKind() + " " + object.getMetadata().getName())
        .collect(Collectors.toSet());
  }

  /** One right per line, such as {@code create pods}. */
  private static Set<String> rights(List<PolicyRule> rules) {
    return rules.stream()
        .flatMap(
            rule ->
                rule.getResources().stream()
                    .flatMap(
                        resource ->
                            rule.getVerbs().stream()
                                .map(verb -> verb + " " + rule.getApiGroups() + " " + resource)))
        .collect(Collectors.toSet());
  }

  @Test
  void helmFindsNothingWrong() {
    var result = new Helm(CHART).lint().strict().call();
    assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
  }

  @Test
  void isTheOperatorAndItsRightsAndNothingElseUnlessAsked() throws IOException {
    assertThat(names(render("{}")))
        .containsExactlyInAnyOrder(
            "ServiceAccount muster-operator",
            "Deployment muster-operator",
            "ClusterRole muster-operator",
            "ClusterRoleBinding muster-operator",
            "Role muster-operator-lead",
            "RoleBinding muster-operator-lead");
  }

  @Test
  void theOperatorMayDoAllThatItGrantsToARuntime() throws IOException {
    // Given
    var operator = rights(all(ClusterRole.class, render("{}")).get(0).getRules());
    // When
    var runtime = rights(YAML.unmarshal(Files.readString(RUNTIME), Role.class).getRules());
    // Then
    assertThat(runtime).isNotEmpty();
    assertThat(operator).containsAll(runtime);
  }

  @Test
  void theOperatorStartsWithTheEnvironmentThatItGets() throws IOException {
    // When
    var config = OperatorConfig.of(environment(render("operator: {runtimeImage: 'mine:7'}")));
    // Then
    assertThat(config.leaderElection()).contains(SYSTEM);
    assertThat(config.namespaces()).isEmpty();
    assertThat(config.healthPort()).isEqualTo(8081);
    assertThat(config.runtime().toString()).contains("mine:7");
    // When
    var narrow = OperatorConfig.of(environment(render("operator: {watchNamespaces: [a, b]}")));
    // Then
    assertThat(narrow.namespaces()).containsExactlyInAnyOrder("a", "b");
  }

  private static Map<String, String> environment(List<HasMetadata> objects) {
    var container =
        all(Deployment.class, objects).get(0).getSpec().getTemplate().getSpec().getContainers();
    return container.get(0).getEnv().stream()
        .collect(
            Collectors.toMap(
                EnvVar::getName, one -> one.getValueFrom() == null ? one.getValue() : SYSTEM));
  }

  @Test
  void withNamespacesItHasItsRightsOnlyThere() throws IOException {
    // Given
    var everywhere = rights(all(ClusterRole.class, render("{}")).get(0).getRules());
    // When
    var objects = render("operator: {watchNamespaces: [a, b]}");
    // Then
    assertThat(all(ClusterRole.class, objects)).isEmpty();
    var roles =
        all(Role.class, objects).stream()
            .filter(role -> role.getMetadata().getName().equals("muster-operator"))
            .toList();
    assertThat(roles)
        .extracting(role -> role.getMetadata().getNamespace())
        .containsExactly("a", "b");
    assertThat(roles)
        .allSatisfy(
            role ->
                assertThat(rights(role.getRules()))
                    .isEqualTo(
                        everywhere.stream()
                            .filter(right -> !right.endsWith(" nodes"))
                            .collect(Collectors.toSet())));
    assertThat(all(RoleBinding.class, objects))
        .allSatisfy(
            binding -> assertThat(binding.getSubjects().get(0).getNamespace()).isEqualTo(SYSTEM));
  }

  @Test
  void beaconsListenOnPortsOfTheirNodes() throws IOException {
    // When
    var beacon = all(DaemonSet.class, render("beacon: {enabled: true, udpPort: 40000}")).get(0);
    // Then
    var pod = beacon.getSpec().getTemplate().getSpec();
    var container = pod.getContainers().get(0);
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(container.getArgs()).containsExactly("beacon");
    assertThat(container.getPorts())
        .extracting(port -> port.getProtocol() + " " + port.getHostPort())
        .containsExactly("TCP 51123", "UDP 40000");
    assertThat(container.getEnv())
        .filteredOn(one -> one.getName().equals("MUSTER_BEACON_UDP_PORT"))
        .extracting(EnvVar::getValue)
        .containsExactly("40000");
  }

  @Test
  void theValuesOfTheDocumentedBeaconsRender() {
    var beacon = all(DaemonSet.class, render(Path.of("../docs/beacons/values.yaml"))).get(0);
    assertThat(beacon.getSpec().getTemplate().getSpec().getNodeSelector())
        .containsEntry("muster.dev/beacon", "true");
  }

  @Test
  void theDocumentedPodIsTheOneOfTheBeaconsOfTheChart() throws IOException {
    // Given
    var pod = all(Pod.class, objects(Files.readString(Path.of("../docs/beacons/pod.yaml"))));
    // When
    var beacon = all(DaemonSet.class, render("beacon: {enabled: true}")).get(0);
    // Then
    assertThat(pod.get(0).getSpec()).isEqualTo(beacon.getSpec().getTemplate().getSpec());
  }

  @Test
  void podsWriteNowhereButToAVolumeOfTheirOwn() throws IOException {
    // When
    var objects = render("beacon: {enabled: true}");
    // Then
    var pods =
        List.of(
            all(Deployment.class, objects).get(0).getSpec().getTemplate().getSpec(),
            all(DaemonSet.class, objects).get(0).getSpec().getTemplate().getSpec());
    for (var pod : pods) {
      var container = pod.getContainers().get(0);
      assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
      assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(10001);
      assertThat(pod.getSecurityContext().getSeccompProfile().getType())
          .isEqualTo("RuntimeDefault");
      assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
      assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
      assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
      assertThat(container.getVolumeMounts())
          .extracting(mount -> mount.getName() + " " + mount.getMountPath())
          .containsExactly("tmp /tmp");
      assertThat(pod.getVolumes())
          .extracting(volume -> volume.getName() + " " + (volume.getEmptyDir() != null))
          .containsExactly("tmp true");
    }
  }

  @Test
  void prometheusFindsTheRuntimesWhereTheOperatorServes() throws IOException {
    // When
    var values = "metrics: {podMonitor: {enabled: true, labels: {release: mine}, interval: 10s}}";
    var monitor = body(monitor(render(values)));
    // Then
    assertThat(monitor)
        .isEqualTo(
            Map.of(
                "spec",
                Map.of(
                    "namespaceSelector",
                    Map.of("any", true),
                    "selector",
                    Map.of(
                        "matchLabels",
                        Map.of(
                            "app.kubernetes.io/managed-by",
                            "muster",
                            "app.kubernetes.io/component",
                            "matchmaker-runtime")),
                    "podTargetLabels",
                    List.of("muster.dev/matchmaker"),
                    "podMetricsEndpoints",
                    List.of(Map.of("port", "management", "path", "/metrics", "interval", "10s")))));
    assertThat(monitor(render(values)).getMetadata().getLabels()).containsEntry("release", "mine");
    // When
    var narrow = body(monitor(render(values + "\noperator: {watchNamespaces: [a, b]}")));
    // Then
    assertThat(narrow.get("spec"))
        .hasToString(
            monitor
                .get("spec")
                .toString()
                .replace("namespaceSelector={any=true}", "namespaceSelector={matchNames=[a, b]}"));
  }

  private static HasMetadata monitor(List<HasMetadata> objects) {
    return objects.stream()
        .filter(object -> object.getKind().equals("PodMonitor"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theDocumentedMonitorIsTheOneOfTheChart() throws IOException {
    var documented = objects(Files.readString(Path.of("../docs/metrics/podmonitor.yaml"))).get(0);
    var rendered = monitor(render("metrics: {podMonitor: {enabled: true}}"));
    assertThat(body(documented)).isEqualTo(body(rendered));
  }

  @Test
  void theValuesOfThePageOnMetricsRender() throws IOException {
    var page = Files.readString(Path.of("../docs/metrics.md"));
    var values = page.replaceFirst("(?s).*?```yaml\n(.*?)```.*", "$1");
    assertThat(monitor(render(values)).getMetadata().getLabels())
        .containsEntry("release", "prometheus");
  }

  @Test
  void gameServersGetTheRightsOfTheExample() throws IOException {
    // When
    var objects = render("gameServerAccess: {enabled: true, namespaces: [games, more]}");
    // Then
    for (var file : List.of("rbac.yaml", "policy.yaml")) {
      var example = Path.of("../examples/game-server-access").resolve(file);
      for (var expected : objects(Files.readString(example))) {
        var rendered =
            objects.stream()
                .filter(object -> object.getKind().equals(expected.getKind()))
                .filter(
                    object ->
                        object.getMetadata().getName().equals(expected.getMetadata().getName()))
                .toList();
        assertThat(rendered).hasSize(file.equals("rbac.yaml") ? 2 : 1);
        assertThat(rendered).allSatisfy(one -> assertThat(body(one)).isEqualTo(body(expected)));
      }
    }
    assertThat(all(Role.class, render("gameServerAccess: {enabled: true}")))
        .filteredOn(role -> role.getMetadata().getName().equals("muster-gameserver-backfills"))
        .extracting(role -> role.getMetadata().getNamespace())
        .containsExactly(SYSTEM);
  }

  /** All but the metadata. */
  private static Map<String, Object> body(HasMetadata object) {
    var generic = YAML.unmarshal(YAML.asJson(object), GenericKubernetesResource.class);
    return generic.getAdditionalProperties();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "operator: {replica: 2}",
        "operator: {replicas: many}",
        "operator: {watchNamespaces: [Not A Name]}",
        "beacon: {udpPort: 80}",
        "beacons: {enabled: true}",
        "metrics: {podMonitor: {interval: often}}",
        "gameServerAccess: {enabled: 'yes'}"
      })
  void valuesThatMakeNoSenseAreRefused(String values) {
    assertThatThrownBy(() -> render(values)).hasMessageContaining("schema");
  }
}
