package dev.muster.operator.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.api.v1alpha1.Match;
import dev.muster.operator.objects.Owners;
import dev.muster.operator.testing.Fixtures;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient
class PodCreationTest {
  private static final String PODS = "/api/v1/namespaces/games/pods";
  private final Match match = Fixtures.match();
  KubernetesMockServer server;
  KubernetesClient client;

  @Test
  void aPodThatExistsAndIsTheMatchsOwnWillDo() {
    // Given
    answerToCreation(409);
    answerToReading(200, pod(true));
    // Then
    assertThat(create()).isEmpty();
  }

  @Test
  void aPodOfSomebodyElseFailsTheAttempt() {
    // Given
    answerToCreation(409);
    answerToReading(200, pod(false));
    // Then
    assertThat(create()).map(MatchView.Problem::reason).contains(Reason.PodNameTaken);
  }

  @Test
  void aConflictOverSomethingElseIsTriedAgain() {
    // Given a conflict as of a quota
    answerToCreation(409);
    answerToReading(404, null);
    // Then
    assertThatThrownBy(this::create).isInstanceOf(KubernetesClientException.class);
  }

  @Test
  void aRefusalFailsTheAttempt() {
    // Given
    answerToCreation(422);
    // Then
    assertThat(create()).map(MatchView.Problem::reason).contains(Reason.PodRefused);
  }

  private java.util.Optional<MatchView.Problem> create() {
    return new PodCreation(client).create(match, pod(true));
  }

  private void answerToCreation(int code) {
    server.expect().post().withPath(PODS).andReturn(code, "{}").once();
  }

  private void answerToReading(int code, Pod pod) {
    server.expect().get().withPath(PODS + "/duel-1").andReturn(code, pod).once();
  }

  private Pod pod(boolean ours) {
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("duel-1")
            .withNamespace("games")
            .endMetadata()
            .build();
    if (ours) {
      pod.getMetadata().getOwnerReferences().add(Owners.controlledBy(match));
    }
    return pod;
  }
}
