package dev.muster.operator.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Backfill;
import dev.muster.api.v1alpha1.BackfillStatus;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchStatus;
import dev.muster.api.v1alpha1.MatchmakerProfile;
import dev.muster.operator.events.EventRecorder;
import dev.muster.operator.objects.Labels;
import dev.muster.operator.objects.Owners;
import dev.muster.operator.revision.RevisionData;
import dev.muster.operator.revision.Revisions;
import dev.muster.operator.testing.Fixtures;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The mock server tells no changes; it lists what there is when the operator starts. */
@EnableKubernetesMockClient(crud = true)
class BackfillReconcilerTest {
  private static final String NAMESPACE = "games";

  KubernetesMockServer server;
  KubernetesClient client;

  @ParameterizedTest
  @CsvSource({"Starting, ServerStarting,", "Assigned, Resolved, Searching"})
  void knowsByNoRequestWhetherTheServersOwnPlayersAreTold(
      MatchStatus.Phase match, String reason, BackfillStatus.Phase phase) throws Exception {
    // Given
    var json = Fixtures.json("profile");
    json.putObject("status")
        .put("revision", RevisionData.name("ranked", Fixtures.profile().getSpec()));
    client.resource(Fixtures.as(MatchmakerProfile.class, json)).create();
    client.resource(RevisionData.toCreate(Fixtures.profile(), 1)).create();
    client.resource(match(match)).create();
    var pod = client.resource(pod()).create();
    var backfill = Fixtures.backfill();
    backfill.getMetadata().setOwnerReferences(List.of(Owners.ownedBy(pod)));
    client.resource(backfill).create();

    // When
    var operator = operator();
    operator.start();

    // Then
    try {
      await().atMost(60, TimeUnit.SECONDS).until(() -> reasons().contains(reason));
      assertThat(status().phase()).isEqualTo(phase);
      assertThat(requests())
          .anyMatch(request -> request.contains("/matches?"))
          .noneMatch(request -> request.contains("/matches/"));
    } finally {
      operator.stop();
    }
  }

  @Test
  void checksTheTicketsByTheRulesInForce() {
    // Given a player without what the queue's rules look at
    var json = Fixtures.json("profile");
    json.putObject("status")
        .put("revision", RevisionData.name("ranked", Fixtures.profile().getSpec()));
    client.resource(Fixtures.as(MatchmakerProfile.class, json)).create();
    client.resource(RevisionData.toCreate(Fixtures.profile(), 1)).create();
    client.resource(match(MatchStatus.Phase.Assigned)).create();
    client.resource(pod()).create();
    var backfill = Fixtures.json("backfill");
    backfill
        .withObject("/spec")
        .set("tickets", Fixtures.value("[{id: X, attributes: {beacon: {A: 1}}}]"));
    client.resource(Fixtures.as(Backfill.class, backfill)).create();

    // When
    var operator = operator();
    operator.start();

    // Then
    try {
      await().atMost(60, TimeUnit.SECONDS).until(() -> reasons().contains("InvalidSpec"));
      assertThat(status().phase()).isEqualTo(BackfillStatus.Phase.Cancelled);
      assertThat(status().conditions().get(0).getMessage())
          .isEqualTo(
              "tickets.X.attributes.beacons: is missing; an object of latencies by beacon was expected;"
                  + " tickets.X.attributes.selected_map: is missing; a list of strings was expected");
    } finally {
      operator.stop();
    }
  }

  @ParameterizedTest
  @CsvSource({"podName, Ranked 1!", "match, a b"})
  void saysThatThereIsNoServerOfANameThatNoneCanHave(String field, String name) {
    // Given what a release before this one stored
    var json = Fixtures.json("profile");
    json.putObject("status")
        .put("revision", RevisionData.name("ranked", Fixtures.profile().getSpec()));
    client.resource(Fixtures.as(MatchmakerProfile.class, json)).create();
    client.resource(RevisionData.toCreate(Fixtures.profile(), 1)).create();
    var backfill = Fixtures.json("backfill");
    backfill.withObject("/spec").putObject("server").put(field, name);
    client.resource(Fixtures.as(Backfill.class, backfill)).create();

    // When
    var operator = operator();
    operator.start();

    // Then
    try {
      await().atMost(60, TimeUnit.SECONDS).until(() -> reasons().contains("ServerMissing"));
    } finally {
      operator.stop();
    }
  }

  private Operator operator() {
    var operator =
        new Operator(service -> service.withKubernetesClient(client).withCloseClientOnStop(false));
    operator.register(
        new BackfillReconciler(
            client,
            new Revisions(client),
            new EventRecorder(client, Fixtures.CLOCK, Runnable::run),
            Fixtures.CLOCK),
        overrider -> overrider.settingNamespaces(NAMESPACE));
    return operator;
  }

  private BackfillStatus status() {
    return BackfillView.status(
        client.resources(Backfill.class).inNamespace(NAMESPACE).withName("seat").get());
  }

  private List<String> reasons() {
    var conditions = status().conditions();
    return conditions == null ? List.of() : conditions.stream().map(Condition::getReason).toList();
  }

  private List<String> requests() throws InterruptedException {
    var all = new ArrayList<String>();
    for (var next = next(); next != null; next = next()) {
      all.add(next.getMethod() + " " + next.getPath());
    }
    return all;
  }

  private RecordedRequest next() throws InterruptedException {
    return server.takeRequest(0, TimeUnit.MILLISECONDS);
  }

  @Test
  void aMatchConcernsTheBackfillsOfItsServerHoweverTheyNameIt() {
    // Given
    var byPod = Fixtures.backfill();
    var byMatch = Fixtures.json("backfill");
    byMatch.withObject("/metadata").put("name", "by-match");
    byMatch.withObject("/spec").putObject("server").put("match", "ranked-cusfn10msflc73beiik0");
    var other = Fixtures.json("backfill");
    other.withObject("/metadata").put("name", "other");
    other.withObject("/spec").putObject("server").put("podName", "another-1");
    var backfills =
        List.of(byPod, Fixtures.as(Backfill.class, byMatch), Fixtures.as(Backfill.class, other));

    // When
    var concerned =
        BackfillReconciler.concerned(
            match(MatchStatus.Phase.Assigned), server -> ofServer(backfills, server));

    // Then
    assertThat(concerned).extracting(ResourceID::getName).containsOnly("seat", "by-match");
  }

  private static List<Backfill> ofServer(List<Backfill> backfills, String server) {
    return backfills.stream()
        .filter(backfill -> BackfillReconciler.servers(backfill).contains(server))
        .toList();
  }

  private static Match match(MatchStatus.Phase phase) {
    var json = Fixtures.json("match");
    json.putObject("status")
        .put("phase", phase.name())
        .put("podName", "ranked-cusfn10msflc73beiik0-1");
    return Fixtures.as(Match.class, json);
  }

  private static Pod pod() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("ranked-cusfn10msflc73beiik0-1")
        .withNamespace(NAMESPACE)
        .addToLabels(Labels.COMPONENT, Labels.GAME_SERVER)
        .addToLabels(Labels.MANAGED_BY, Labels.MUSTER)
        .addToLabels(Api.MATCH_LABEL, "ranked-cusfn10msflc73beiik0")
        .endMetadata()
        .withNewStatus()
        .withPhase("Running")
        .endStatus()
        .build();
  }
}
