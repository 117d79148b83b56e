package dev.muster.operator.revision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.operator.testing.Fixtures;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class RevisionsTest {
  KubernetesClient client;

  @Test
  void readsBackTheSpecThatWasWritten() {
    // Given
    var profile = Fixtures.profile();
    var created = client.resource(RevisionData.toCreate(profile, 3)).create();
    // When
    var read = new Revisions(client).get("games", created.getMetadata().getName()).orElseThrow();
    // Then
    assertThat(read.profile()).isEqualTo("ranked");
    assertThat(read.queue()).isEqualTo("Ranked_5v5");
    assertThat(RevisionData.of(read.spec())).isEqualTo(RevisionData.of(profile.getSpec()));
    assertThat(created.getMetadata().getLabels())
        .containsEntry("muster.dev/profile", "ranked")
        .containsEntry("muster.dev/matchmaker", "arena")
        .containsEntry("app.kubernetes.io/managed-by", "muster");
    assertThat(created.getMetadata().getOwnerReferences()).isEmpty();
  }

  @Test
  void theSameSpecIsTheSameRevisionInSortedKeys() {
    // When
    var data = RevisionData.of(Fixtures.profile().getSpec()).toString();
    // Then
    assertThat(data)
        .startsWith(
            "{\"backfillOnly\":false,\"expansions\":[{\"after\":\"30s\",\"rules\":{\"beacons\":")
        .doesNotContain(": ", ", ", "null");
    assertThat(RevisionData.name("ranked", Fixtures.profile().getSpec()))
        .isEqualTo(RevisionData.name("ranked", Fixtures.profile().getSpec()))
        .matches("ranked-[a-z0-9]{10}");
  }

  @Test
  void makesAgainWhatWasRemovedThoughItIsRemembered() {
    // Given
    var wanted = RevisionData.toCreate(Fixtures.profile(), 3);
    var revisions = new Revisions(client);
    revisions.ensure(wanted);
    var name = wanted.getMetadata().getName();
    assertThat(revisions.get("games", name)).isPresent();
    client.resource(wanted).delete();
    // When
    revisions.ensure(wanted);
    revisions.ensure(wanted);
    // Then
    assertThat(client.resource(wanted).get()).isNotNull();
  }

  @Test
  void thereIsNoRevisionWithoutAName() {
    assertThat(new Revisions(client).get("games", null)).isEmpty();
    assertThat(new Revisions(client).get("games", "absent")).isEmpty();
  }
}
