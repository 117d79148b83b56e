package dev.muster.e2e.realcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchStatus;
import dev.muster.api.v1alpha1.MatchmakerProfile;
import dev.muster.e2e.GameClient;
import dev.muster.e2e.MusterProcess;
import dev.muster.operator.MusterOperator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The chart, the operator and a runtime on a real API server, each with the rights of its own
 * account and no others. The cluster needs no machine that runs pods: the test says what they do.
 */
@EnabledIfEnvironmentVariable(
    named = RealCluster.KUBECONFIG,
    matches = ".+",
    disabledReason = RealCluster.KUBECONFIG + " names the kubeconfig of no real cluster")
class RealClusterIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Path EXAMPLE =
      MusterProcess.HOME.resolve("examples/01-simple/01-profile.yaml");
  private static final String QUEUE = "simple-example";
  private static final String ATTRIBUTES = "{\"beacons\": {\"Chicago\": 12}}";
  private static final String RUNTIME = "default-runtime";

  private final String system = "muster-" + UUID.randomUUID().toString().substring(0, 8);
  private final String games = system + "-games";
  private RealCluster cluster;
  private Kubelet kubelet;

  @BeforeEach
  void start() {
    cluster = new RealCluster();
    kubelet = cluster.keep(Kubelet.at(cluster.admin(), system), Kubelet::close);
    cluster.namespace(system);
    cluster.namespace(games);
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "everywhere,     {},                                        203.0.113.10",
    "in a namespace, 'operator: {watchNamespaces: [GAMES]}',    192.0.2.10"
  })
  void theRightsOfTheChartAreEnoughForAQueueAndAMatch(String where, String values, String address)
      throws IOException {
    // Given
    startOperator(values.replace("GAMES", games));
    applyExample();
    awaitMade(Deployment.class, "default");
    awaitMade(Service.class, "default");
    awaitMade(RoleBinding.class, RUNTIME);
    // When
    var client = startRuntime();
    var players = Stream.of(1, 2).map(player -> client.group(QUEUE, ATTRIBUTES, true)).toList();
    var pod = awaitPod();
    kubelet.run(pod);
    // Then
    for (var player : players) {
      var link = player.await("HOST_ASSIGNED").at("/assignment/ports/gameport/link").textValue();
      assertThat(link).startsWith(address + ":");
    }
    // When
    kubelet.exit(pod);
    // Then
    await("the match is over")
        .atMost(PATIENCE)
        .until(() -> match().getStatus().phase() == MatchStatus.Phase.Completed);
    assertThat(coreRights(cluster.as(games, RUNTIME))).isEmpty();
  }

  private void startOperator(String values) {
    var chart = cluster.keep(Chart.install(cluster.admin(), system, values), Chart::close);
    var client = cluster.as(system, chart.operator());
    cluster.keep(
        MusterOperator.start(client, chart.operatorConfig(), Clock.systemUTC()),
        MusterOperator::close);
  }

  /** No scheduler takes its pods, so that they come to the test's node. */
  private void applyExample() throws IOException {
    var profile = Serialization.unmarshal(Files.readString(EXAMPLE), MatchmakerProfile.class);
    var pod = (ObjectNode) profile.getSpec().gameServer().template().get("spec");
    pod.put("schedulerName", "nobody");
    cluster.admin().resource(profile).inNamespace(games).create();
  }

  private void awaitMade(Class<? extends HasMetadata> kind, String name) {
    await(kind.getSimpleName() + " " + name)
        .atMost(PATIENCE)
        .until(
            () -> cluster.admin().resources(kind).inNamespace(games).withName(name).get() != null);
  }

  private GameClient startRuntime() throws IOException {
    var config = cluster.configOf(games, RUNTIME);
    return cluster
        .keep(RunningRuntime.start(cluster.admin(), config, games), RunningRuntime::close)
        .players();
  }

  private Pod awaitPod() {
    return await("the pod of the match")
        .atMost(PATIENCE)
        .until(
            () ->
                cluster
                    .admin()
                    .pods()
                    .inNamespace(games)
                    .withLabel("muster.dev/profile", QUEUE)
                    .list()
                    .getItems(),
            pods -> !pods.isEmpty())
        .get(0);
  }

  private Match match() {
    return cluster.admin().resources(Match.class).inNamespace(games).list().getItems().get(0);
  }

  /** What somebody may do with pods, secrets and the like. */
  private List<ResourceRule> coreRights(KubernetesClient who) {
    var question =
        new SelfSubjectRulesReviewBuilder().withNewSpec().withNamespace(games).endSpec().build();
    return who
        .authorization()
        .v1()
        .selfSubjectRulesReview()
        .create(question)
        .getStatus()
        .getResourceRules()
        .stream()
        .filter(rule -> rule.getApiGroups().contains("") || rule.getApiGroups().contains("*"))
        .toList();
  }
}
