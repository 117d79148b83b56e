package dev.muster.operator.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchmakerProfile;
import dev.muster.api.v1alpha1.MatchmakerProfileStatus;
import dev.muster.api.v1alpha1.QueueStatus;
import dev.muster.operator.revision.RevisionData;
import dev.muster.operator.testing.Fixtures;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class RevisionReconcilerTest {
  private static final Clock LATER = Clock.offset(Fixtures.CLOCK, Duration.ofMinutes(5));

  KubernetesClient client;
  private ControllerRevision revision;

  @BeforeEach
  void aRevisionThatNothingNames() {
    var toCreate = RevisionData.toCreate(Fixtures.profile(), 1);
    toCreate.getMetadata().setCreationTimestamp("2026-11-20T15:04:06Z");
    revision = client.resource(toCreate).create();
    revision.getMetadata().setCreationTimestamp("2026-11-20T15:04:06Z");
  }

  @Test
  void removesWhatNothingNames() {
    assertThat(isThereAfterALook(LATER)).isFalse();
  }

  @Test
  void keepsAYoungOneThatItsProfileIsAboutToName() {
    assertThat(isThereAfterALook(Fixtures.CLOCK)).isTrue();
  }

  @Test
  void keepsWhatAProfileNames() {
    // Given
    profile(new MatchmakerProfileStatus(1L, revision.getMetadata().getName(), null, null, null));
    // Then
    assertThat(isThereAfterALook(LATER)).isTrue();
  }

  @Test
  void keepsWhatAProfileIsAboutToGoBackTo() {
    // Given
    create(Fixtures.profile(), new MatchmakerProfileStatus(2L, "ranked-newer", null, null, null));
    // Then
    assertThat(isThereAfterALook(LATER)).isTrue();
  }

  @Test
  void keepsWhatTheRuntimeStillServes() {
    // Given
    var queue = new QueueStatus(revision.getMetadata().getName(), 0, null, null);
    profile(new MatchmakerProfileStatus(2L, "ranked-newer", null, null, queue));
    // Then
    assertThat(isThereAfterALook(LATER)).isTrue();
  }

  @Test
  void keepsWhatAMatchNamesAfterItsProfileIsGone() {
    // Given
    var json = Fixtures.json("match");
    json.withObject("/spec").put("revision", revision.getMetadata().getName());
    client.resource(Fixtures.as(Match.class, json)).create();
    // Then
    assertThat(isThereAfterALook(LATER)).isTrue();
  }

  /** A profile whose spec is another one by now. */
  private void profile(MatchmakerProfileStatus status) {
    var json = Fixtures.json("profile");
    json.withObject("/spec").put("queue", "Another");
    create(Fixtures.as(MatchmakerProfile.class, json), status);
  }

  private void create(MatchmakerProfile profile, MatchmakerProfileStatus status) {
    profile.setStatus(status);
    client.resource(profile).create();
    client.resource(profile).updateStatus();
  }

  private boolean isThereAfterALook(Clock clock) {
    new RevisionReconciler(client, clock).reconcile(revision, null);
    return client.resource(revision).get() != null;
  }
}
