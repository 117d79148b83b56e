package dev.muster.e2e.realcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.api.v1alpha1.Backfill;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** What game servers may do with their tokens, by the rights and the policy of the chart. */
@EnabledIfEnvironmentVariable(
    named = RealCluster.KUBECONFIG,
    matches = ".+",
    disabledReason = RealCluster.KUBECONFIG + " names the kubeconfig of no real cluster")
class GameServerAccessIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String ACCOUNT = "muster-gameserver";
  private static final String NOT_ITS_POD =
      "spec.server.podName must be the name of the game server's own pod";
  private static final String UNBOUND = "a game server needs a token that is bound to its pod";
  private static final String NOT_ITS_OWN = "the Backfill belongs to another game server";
  private static final String FINALIZERS = "a game server's Backfill has no finalizers";

  private final String games = "muster-" + UUID.randomUUID().toString().substring(0, 8);
  private RealCluster cluster;

  @BeforeEach
  void start() {
    cluster = new RealCluster();
    cluster.namespace(games);
    cluster.keep(
        Chart.install(cluster.admin(), games, "gameServerAccess: {enabled: true}"), Chart::close);
    var account =
        new ServiceAccountBuilder()
            .withNewMetadata()
            .withName(ACCOUNT)
            .withNamespace(games)
            .endMetadata()
            .build();
    cluster.admin().resource(account).create();
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void aBackfillIsMadeAndDeletedByThePodThatItNames() {
    // Given
    var own = pod("own");
    var server = cluster.as(own);
    var other = cluster.as(pod("other"));
    awaitPolicy(other);
    // When
    server.resource(backfill("mine", own)).create();
    // Then
    assertThat(refusal(() -> other.resource(backfill("false", own)).create()))
        .contains(NOT_ITS_POD);
    assertThat(refusal(() -> delete(other, "mine"))).contains(NOT_ITS_OWN);
    var unbound = cluster.as(games, ACCOUNT);
    assertThat(refusal(() -> unbound.resource(backfill("false", own)).create())).contains(UNBOUND);
    assertThat(refusal(() -> delete(unbound, "mine"))).contains(UNBOUND);
    var stuck = backfill("stuck", own);
    stuck.addFinalizer("example.com/stuck");
    assertThat(refusal(() -> server.resource(stuck).create())).contains(FINALIZERS);
    // When
    delete(server, "mine");
    // Then
    assertThat(server.resources(Backfill.class).inNamespace(games).withName("mine").get()).isNull();
  }

  @Test
  void itMayNotListOrChangeThemUnlessAllowedAndThenOnlyItsOwn() {
    // Given
    var own = pod("own");
    var server = cluster.as(own);
    var other = cluster.as(pod("other"));
    awaitPolicy(other);
    server.resource(backfill("mine", own)).create();
    // Then
    assertThat(refusal(() -> server.resources(Backfill.class).inNamespace(games).list()))
        .contains("cannot list resource \"backfills\"");
    assertThat(refusal(() -> label(server, "one"))).contains("cannot patch resource \"backfills\"");
    assertThat(refusal(() -> server.pods().inNamespace(games).list())).contains("cannot list");
    // When
    allowChanges();
    // Then
    await().atMost(PATIENCE).until(() -> refusal(() -> label(server, "one")).isEmpty());
    assertThat(refusal(() -> label(other, "two"))).contains(NOT_ITS_POD);
    assertThat(refusal(() -> label(cluster.admin(), "three"))).isEmpty();
  }

  /** A policy is in force only a moment after it was made. */
  private void awaitPolicy(KubernetesClient server) {
    await("the policy is in force")
        .atMost(PATIENCE)
        .until(
            () ->
                refusal(() -> server.resource(backfill("nobodys", "nobody")).dryRun().create())
                    .contains(NOT_ITS_POD));
  }

  private Pod pod(String name) {
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(games)
            .endMetadata()
            .withNewSpec()
            .withServiceAccountName(ACCOUNT)
            .withSchedulerName("nobody")
            .addNewContainer()
            .withName("game")
            .withImage("example.com/game:1")
            .endContainer()
            .endSpec()
            .build();
    return cluster.admin().resource(pod).create();
  }

  private Backfill backfill(String name, Pod server) {
    return backfill(name, server.getMetadata().getName());
  }

  private Backfill backfill(String name, String server) {
    return Serialization.unmarshal(
        """
        apiVersion: muster.dev/v1alpha1
        kind: Backfill
        metadata: {name: %s, namespace: %s}
        spec: {queue: any, server: {podName: %s}}
        """
            .formatted(name, games, server),
        Backfill.class);
  }

  private void delete(KubernetesClient who, String name) {
    who.resources(Backfill.class).inNamespace(games).withName(name).delete();
  }

  private void label(KubernetesClient who, String value) {
    who.resources(Backfill.class)
        .inNamespace(games)
        .withName("mine")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\": {\"labels\": {\"label\": \"" + value + "\"}}}");
  }

  private void allowChanges() {
    var role =
        new RoleBuilder()
            .withNewMetadata()
            .withName("change")
            .withNamespace(games)
            .endMetadata()
            .addNewRule()
            .withApiGroups("muster.dev")
            .withResources("backfills")
            .withVerbs("patch")
            .endRule()
            .build();
    var binding =
        new RoleBindingBuilder()
            .withNewMetadata()
            .withName("change")
            .withNamespace(games)
            .endMetadata()
            .withNewRoleRef("rbac.authorization.k8s.io", "Role", "change")
            .addNewSubject()
            .withKind("ServiceAccount")
            .withName(ACCOUNT)
            .withNamespace(games)
            .endSubject()
            .build();
    cluster.admin().resource(role).create();
    cluster.admin().resource(binding).create();
  }

  /** What the API server has against it; empty when it was done. */
  private static String refusal(Runnable act) {
    try {
      act.run();
      return "";
    } catch (KubernetesClientException e) {
      return e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
    }
  }
}
