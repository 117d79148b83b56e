package dev.muster.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.api.v1alpha1.MatchmakerProfile;
import dev.muster.api.v1alpha1.MatchmakerProfileStatus;
import dev.muster.operator.events.EventRecorder;
import dev.muster.operator.matchmaker.MatchmakerReconciler;
import dev.muster.operator.matchmaker.RuntimePlacement;
import dev.muster.operator.profile.ProfileReconciler;
import dev.muster.operator.revision.RevisionData;
import dev.muster.operator.revision.Revisions;
import dev.muster.operator.testing.Contexts;
import dev.muster.operator.testing.Fixtures;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import org.junit.jupiter.api.Test;

/** What is in a namespace that goes, goes with it: nobody makes anything there, or tries to. */
@EnableKubernetesMockClient
class NamespaceGoesTest {
  private static final String MUSTER = "/apis/muster.dev/v1alpha1/namespaces/games/";
  private static final String GOES =
      """
      {"kind": "Status", "code": 403, "reason": "Forbidden", "details": {"causes": [
        {"reason": "NamespaceTerminating", "message": "namespace games is being terminated"}]}}
      """;
  private static final String NO_RIGHTS =
      "{\"kind\": \"Status\", \"code\": 403, \"reason\": \"Forbidden\", \"details\": {}, \"message\": \"services \\\"x\\\" is forbidden\"}";

  KubernetesMockServer server;
  KubernetesClient client;

  @Test
  void aProfileGetsNoImplicitMatchmakerThere() {
    // Given
    toMakingTheImplicitMatchmaker(GOES);
    // When
    var control = lookAt(acceptedProfile());
    // Then
    assertThat(control.isNoUpdate()).isTrue();
    assertThat(control.getScheduleDelay()).isEmpty();
  }

  @Test
  void aProfileWithoutItsRightsIsTriedAgain() {
    // Given
    toMakingTheImplicitMatchmaker(NO_RIGHTS);
    // Then
    assertThatThrownBy(() -> lookAt(acceptedProfile()))
        .isInstanceOf(KubernetesClientException.class);
  }

  @Test
  void aProfileIsNotRefusedForItsPodThere() {
    // Given one that was not accepted before, whose pod is tried
    server
        .expect()
        .post()
        .withPath("/api/v1/namespaces/games/pods?fieldValidation=Strict&dryRun=All")
        .andReturn(403, GOES)
        .once();
    // When
    var control = lookAt(profile());
    // Then
    assertThat(control.isNoUpdate()).isTrue();
  }

  @Test
  void aMatchmakerIsNotMadeWholeThere() {
    // Given
    toTryingTheService(GOES);
    // When
    var control = lookAt(Fixtures.matchmaker());
    // Then
    assertThat(control.isNoUpdate()).isTrue();
    assertThat(control.getScheduleDelay()).isEmpty();
  }

  @Test
  void aMatchmakerWithoutItsRightsSaysSo() {
    // Given
    toTryingTheService(NO_RIGHTS);
    // When
    var control = lookAt(Fixtures.matchmaker());
    // Then
    assertThat(control.getResource().orElseThrow().getStatus().conditions())
        .extracting(Condition::getMessage)
        .allMatch(message -> message.contains("services \"x\" is forbidden"))
        .isNotEmpty();
  }

  private UpdateControl<Matchmaker> lookAt(Matchmaker matchmaker) {
    return new MatchmakerReconciler(
            client,
            new Revisions(client),
            new RuntimePlacement.Deployed("runtime:1", RuntimePlacement.ServiceHost.Dns),
            Fixtures.CLOCK,
            () -> new byte[32])
        .reconcile(matchmaker, Contexts.empty());
  }

  private void toTryingTheService(String answer) {
    server
        .expect()
        .patch()
        .withPath(
            "/api/v1/namespaces/games/services/arena?fieldManager=muster-operator&dryRun=All&force=true")
        .andReturn(403, answer)
        .once();
  }

  private UpdateControl<MatchmakerProfile> lookAt(MatchmakerProfile profile) {
    var events = new EventRecorder(client, Fixtures.CLOCK, task -> {});
    return new ProfileReconciler(client, new Revisions(client), events, Fixtures.CLOCK)
        .reconcile(profile, Contexts.empty());
  }

  private void toMakingTheImplicitMatchmaker(String answer) {
    server
        .expect()
        .patch()
        .withPath(MUSTER + "matchmakers/default?fieldManager=muster-operator&force=true")
        .andReturn(403, answer)
        .once();
  }

  private static MatchmakerProfile profile() {
    var json = Fixtures.json("profile");
    json.withObject("/spec").put("matchmaker", "default");
    return Fixtures.as(MatchmakerProfile.class, json);
  }

  /** One that needs nothing but its Matchmaker. */
  private static MatchmakerProfile acceptedProfile() {
    var profile = profile();
    profile.setStatus(
        new MatchmakerProfileStatus(
            1L, RevisionData.name("ranked", profile.getSpec()), null, null, null));
    return profile;
  }
}
