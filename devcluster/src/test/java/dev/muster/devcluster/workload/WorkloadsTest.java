package dev.muster.devcluster.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.muster.devcluster.fake.FakeStore;
import dev.muster.devcluster.fake.ManualLoop;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.network.Network;
import dev.muster.devcluster.node.ApiAccess;
import dev.muster.devcluster.node.Node;
import dev.muster.devcluster.node.NodeConfig;
import dev.muster.devcluster.store.DeleteOptions;
import dev.muster.devcluster.store.Resource;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deployments over a node that simulates their pods, with a manual clock. */
class WorkloadsTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @TempDir Path directory;
  private final ManualLoop loop = new ManualLoop();
  private final FakeStore store = new FakeStore();
  private final Vertx vertx = Vertx.vertx();

  @BeforeEach
  void start() {
    var network = new Network(129);
    var api = new ApiAccess("https://127.129.0.1", "", (n, a, v) -> "token", (n, t) -> "");
    var config = new NodeConfig(NodeConfig.Pods.SIMULATED, Map.of(), directory);
    Node.start("node", loop, vertx, store, network, api, config);
    Workloads.start(loop, store, new Random(1));
    loop.settle();
  }

  @AfterEach
  void stop() {
    vertx.close();
  }

  private void deploy(int replicas, String strategy) throws Exception {
    store.create(
        Resource.DEPLOYMENTS,
        (ObjectNode)
            YAML.readTree(
                """
                metadata: {name: web, namespace: default}
                spec:
                  replicas: %d
                  selector: {matchLabels: {app: web}}
                  strategy: %s
                  progressDeadlineSeconds: 600
                  revisionHistoryLimit: 1
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      terminationGracePeriodSeconds: 5
                      containers: [{name: c, image: "web:1"}]
                """
                    .formatted(replicas, strategy)));
    advance(1);
  }

  private void advance(int seconds) {
    loop.advance(Duration.ofSeconds(seconds));
  }

  private ObjectNode deployment() {
    return store.get(Resource.DEPLOYMENTS, "default", "web").orElseThrow();
  }

  private void edit(Consumer<ObjectNode> change) {
    var deployment = deployment();
    change.accept(deployment);
    store.update(Resource.DEPLOYMENTS, deployment);
    loop.settle();
  }

  private static void image(ObjectNode deployment, String image) {
    ((ObjectNode) deployment.at("/spec/template/spec/containers/0")).put("image", image);
  }

  private List<ObjectNode> sets() {
    return store.list(Resource.REPLICA_SETS, "default");
  }

  private List<ObjectNode> pods() {
    return store.list(Resource.PODS, "default");
  }

  private Map<String, Integer> podsByImage() {
    return pods().stream()
        .collect(
            Collectors.toMap(
                pod -> pod.at("/spec/containers/0/image").asText(), pod -> 1, Integer::sum));
  }

  private JsonNode condition(String type) {
    for (var condition : deployment().at("/status/conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition;
      }
    }
    throw new AssertionError("no condition " + type);
  }

  private List<String> events() {
    return store.list(Resource.EVENTS, "default").stream()
        .filter(event -> event.at("/involvedObject/kind").asText().equals("Deployment"))
        .map(event -> event.path("message").asText())
        .toList();
  }

  @Test
  void aDeploymentBecomesAReplicaSetAndPodsThatItOwns() throws Exception {
    deploy(2, "{type: RollingUpdate}");

    assertThat(sets()).hasSize(1);
    var set = sets().get(0);
    var hash = set.at("/metadata/labels/pod-template-hash").asText();
    assertThat(set.at("/metadata/name").asText()).isEqualTo("web-" + hash);
    assertThat(set.at("/spec/selector/matchLabels/pod-template-hash").asText()).isEqualTo(hash);
    assertThat(set.at("/metadata/annotations/deployment.kubernetes.io~1max-replicas").asText())
        .isEqualTo("3");
    assertThat(set.at("/metadata/ownerReferences/0/uid"))
        .isEqualTo(deployment().at("/metadata/uid"));
    assertThat(pods()).hasSize(2);
    assertThat(pods().get(0).at("/metadata/name").asText())
        .matches("web-" + hash + "-[bcdfghjklmnpqrstvwxz2456789]{5}");
    assertThat(pods().get(0).at("/metadata/labels/pod-template-hash").asText()).isEqualTo(hash);
    assertThat(pods().get(0).at("/metadata/ownerReferences/0/uid"))
        .isEqualTo(set.at("/metadata/uid"));
    var status = deployment().path("status");
    for (var count : List.of("replicas", "updatedReplicas", "readyReplicas", "availableReplicas")) {
      assertThat(status.path(count).asInt()).as(count).isEqualTo(2);
    }
    assertThat(status.has("unavailableReplicas")).isFalse();
    assertThat(status.path("observedGeneration").asInt()).isEqualTo(1);
    assertThat(condition("Available").path("reason").asText())
        .isEqualTo("MinimumReplicasAvailable");
    assertThat(condition("Progressing").path("message").asText())
        .isEqualTo("ReplicaSet \"web-" + hash + "\" has successfully progressed.");
    assertThat(deployment().at("/metadata/annotations/deployment.kubernetes.io~1revision").asText())
        .isEqualTo("1");
    assertThat(events()).containsExactly("Scaled up replica set web-" + hash + " from 0 to 2");
  }

  @Test
  void theConditionsGoThroughTheirReasonsInOrder() throws Exception {
    deploy(1, "{type: RollingUpdate}");

    var reasons =
        store.history(Resource.DEPLOYMENTS, "web").stream()
            .map(change -> change.object().at("/status/conditions/1/reason").asText())
            .filter(reason -> !reason.isEmpty())
            .distinct()
            .toList();
    assertThat(reasons)
        .containsExactly("NewReplicaSetCreated", "ReplicaSetUpdated", "NewReplicaSetAvailable");
  }

  @Test
  void scalesUpAndDownToNothing() throws Exception {
    deploy(1, "{type: RollingUpdate}");

    edit(deployment -> deployment.withObject("/spec").put("replicas", 3));
    advance(1);
    assertThat(pods()).hasSize(3);

    edit(deployment -> deployment.withObject("/spec").put("replicas", 0));
    advance(1);

    assertThat(pods()).isEmpty();
    assertThat(deployment().path("status").has("replicas")).isFalse();
    assertThat(deployment().at("/status/observedGeneration").asInt()).isEqualTo(3);
    assertThat(condition("Available").path("status").asText()).isEqualTo("True");
  }

  @Test
  void aNewTemplateRollsOverWithoutLosingAvailability() throws Exception {
    deploy(3, "{type: RollingUpdate, rollingUpdate: {maxSurge: 25%, maxUnavailable: 25%}}");

    edit(deployment -> image(deployment, "web:2"));
    advance(5);

    assertThat(podsByImage()).isEqualTo(Map.of("web:2", 3));
    assertThat(sets()).hasSize(2);
    assertThat(deployment().at("/metadata/annotations/deployment.kubernetes.io~1revision").asText())
        .isEqualTo("2");
    var availability =
        store.history(Resource.DEPLOYMENTS, "web").stream()
            .dropWhile(change -> change.object().at("/metadata/generation").asInt() < 2)
            .map(change -> change.object().at("/status/availableReplicas").asInt());
    assertThat(availability).allMatch(available -> available >= 3);
    assertThat(
            store.history(Resource.DEPLOYMENTS, "web").stream()
                .map(change -> change.object().at("/status/replicas").asInt()))
        .allMatch(replicas -> replicas <= 4);
  }

  @Test
  void aBrokenTemplateLeavesTheOldPodsAndIsToldAfterTheDeadline() throws Exception {
    deploy(2, "{type: RollingUpdate}");
    edit(
        deployment ->
            deployment
                .at("/spec/template/metadata")
                .withObject("/annotations")
                .put("devcluster.muster.dev/simulate", "never-ready"));
    advance(590);
    assertThat(condition("Progressing").path("reason").asText()).isEqualTo("ReplicaSetUpdated");

    advance(30);

    assertThat(deployment().at("/status/availableReplicas").asInt()).isEqualTo(2);
    assertThat(condition("Progressing").path("status").asText()).isEqualTo("False");
    assertThat(condition("Progressing").path("reason").asText())
        .isEqualTo("ProgressDeadlineExceeded");
  }

  @Test
  void recreateEndsTheOldPodsBeforeTheFirstNewOne() throws Exception {
    deploy(2, "{type: Recreate}");
    var seen = new ArrayList<Map<String, Integer>>();
    store.watch(Resource.PODS, change -> seen.add(podsByImage()));

    edit(deployment -> image(deployment, "web:2"));
    advance(5);

    assertThat(podsByImage()).isEqualTo(Map.of("web:2", 2));
    assertThat(seen).noneMatch(images -> images.size() > 1);
  }

  @Test
  void goingBackUsesTheOldReplicaSetUnderANewRevision() throws Exception {
    deploy(1, "{type: RollingUpdate}");
    edit(deployment -> image(deployment, "web:2"));
    advance(3);

    edit(deployment -> image(deployment, "web:1"));
    advance(3);

    assertThat(sets()).hasSize(2);
    assertThat(podsByImage()).isEqualTo(Map.of("web:1", 1));
    assertThat(deployment().at("/metadata/annotations/deployment.kubernetes.io~1revision").asText())
        .isEqualTo("3");
  }

  @Test
  void keepsAsManyOldReplicaSetsAsTheHistoryLimitSays() throws Exception {
    deploy(1, "{type: RollingUpdate}");
    for (var image : List.of("web:2", "web:3", "web:4")) {
      edit(deployment -> image(deployment, image));
      advance(3);
    }

    assertThat(
            sets().stream().map(set -> set.at("/spec/template/spec/containers/0/image").asText()))
        .containsExactlyInAnyOrder("web:3", "web:4");
  }

  @Test
  void replacesAPodThatIsDeletedOrFails() throws Exception {
    deploy(2, "{type: RollingUpdate}");
    var first = pods().get(0).at("/metadata/name").asText();
    store.delete(Resource.PODS, "default", first, DeleteOptions.DEFAULT);
    advance(1);
    assertThat(pods()).hasSize(2);
    assertThat(store.get(Resource.PODS, "default", first)).isEmpty();

    var failed = pods().get(0);
    failed.withObject("/status").put("phase", "Failed");
    store.updateStatus(Resource.PODS, failed);
    advance(1);

    assertThat(pods().stream().filter(ReplicaSets::isActive)).hasSize(2);
  }

  @Test
  void aPausedDeploymentKeepsItsPods() throws Exception {
    deploy(1, "{type: RollingUpdate}");

    edit(
        deployment -> {
          deployment.withObject("/spec").put("paused", true);
          image(deployment, "web:2");
        });
    advance(3);

    assertThat(podsByImage()).isEqualTo(Map.of("web:1", 1));
  }

  @Test
  void aBudgetDoesNotCountAPodWhoseEvictionItHasNotSeenYet() throws Exception {
    deploy(2, "{type: RollingUpdate}");
    store.create(
        Resource.POD_DISRUPTION_BUDGETS,
        (ObjectNode)
            YAML.readTree(
                """
                metadata: {name: web, namespace: default}
                spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
                """));
    advance(1);
    assertThat(budget().at("/status/disruptionsAllowed").asInt()).isEqualTo(1);

    var paid = budget();
    var status = paid.withObject("/status").put("disruptionsAllowed", 0);
    status
        .putObject("disruptedPods")
        .put(pods().get(0).at("/metadata/name").asText(), loop.now().toString());
    store.updateStatus(Resource.POD_DISRUPTION_BUDGETS, paid);
    advance(100);

    assertThat(budget().at("/status/disruptionsAllowed").asInt()).isZero();
    assertThat(budget().at("/status/currentHealthy").asInt()).isEqualTo(1);

    advance(60);

    assertThat(budget().at("/status/disruptionsAllowed").asInt()).as("never came").isEqualTo(1);
    assertThat(budget().path("status").has("disruptedPods")).isFalse();
  }

  private ObjectNode budget() {
    return store.get(Resource.POD_DISRUPTION_BUDGETS, "default", "web").orElseThrow();
  }

  private void serve(String ports) throws Exception {
    store.create(
        Resource.SERVICES,
        (ObjectNode)
            YAML.readTree(
                """
                metadata: {name: door, namespace: default, labels: {of: web}}
                spec: {selector: {app: web}, ports: %s}
                """
                    .formatted(ports)));
    advance(1);
  }

  private List<ObjectNode> slices() {
    return store.list(Resource.ENDPOINT_SLICES, "default");
  }

  private ObjectNode endpoints() {
    return store.get(Resource.ENDPOINTS, "default", "door").orElseThrow();
  }

  @Test
  void aServiceTellsWhereItLeads() throws Exception {
    deploy(2, "{type: RollingUpdate}");
    serve("[{name: http, port: 80, targetPort: 8080, protocol: TCP}, {name: q, port: 7}]");

    assertThat(slices()).hasSize(1);
    var slice = slices().get(0);
    assertThat(slice.at("/metadata/name").asText()).startsWith("door-");
    assertThat(slice.at("/metadata/labels/kubernetes.io~1service-name").asText()).isEqualTo("door");
    assertThat(slice.at("/metadata/labels/of").asText()).isEqualTo("web");
    assertThat(slice.at("/metadata/ownerReferences/0/kind").asText()).isEqualTo("Service");
    assertThat(slice.at("/ports"))
        .hasToString(
            "[{\"name\":\"http\",\"port\":8080,\"protocol\":\"TCP\"},"
                + "{\"name\":\"q\",\"port\":7,\"protocol\":\"TCP\"}]");
    assertThat(slice.at("/endpoints")).hasSize(2);
    var pod = pods().get(0);
    var first = slice.at("/endpoints/0");
    assertThat(first.at("/addresses/0")).isEqualTo(pod.at("/status/podIP"));
    assertThat(first.at("/conditions/ready").asBoolean()).isTrue();
    assertThat(first.at("/targetRef/uid")).isEqualTo(pod.at("/metadata/uid"));
    assertThat(endpoints().at("/subsets")).hasSize(1);
    assertThat(endpoints().at("/subsets/0/addresses")).hasSize(2);
    assertThat(endpoints().at("/subsets/0/ports/0/port").asInt()).isEqualTo(8080);
  }

  @Test
  void aServiceFollowsItsPodsAndGoesWithWhatItTold() throws Exception {
    deploy(1, "{type: RollingUpdate}");
    serve("[{port: 80}]");
    // When
    store.delete(
        Resource.PODS, "default", pods().get(0).at("/metadata/name").asText(), DeleteOptions.NOW);
    edit(deployment -> ((ObjectNode) deployment.get("spec")).put("replicas", 0));
    advance(60);
    // Then
    assertThat(slices()).hasSize(1);
    assertThat(slices().get(0).has("endpoints")).isFalse();
    assertThat(endpoints().has("subsets")).isFalse();
    // When
    store.delete(Resource.SERVICES, "default", "door", DeleteOptions.DEFAULT);
    advance(1);
    // Then
    assertThat(store.get(Resource.ENDPOINTS, "default", "door")).isEmpty();
  }

  @Test
  void aServiceThatSelectsNothingIsLeftToWhoWritesItsEndpoints() {
    store.create(
        Resource.SERVICES,
        Json.parseObject("{\"metadata\": {\"name\": \"door\", \"namespace\": \"default\"}}"));
    advance(1);

    assertThat(slices()).isEmpty();
    assertThat(store.get(Resource.ENDPOINTS, "default", "door")).isEmpty();
  }
}
