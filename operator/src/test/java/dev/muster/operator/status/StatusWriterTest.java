package dev.muster.operator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.api.v1alpha1.Match;
import dev.muster.operator.testing.Fixtures;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnableKubernetesMockClient
class StatusWriterTest {
  private static final String PATH =
      "/apis/muster.dev/v1alpha1/namespaces/games/matches/ranked-cusfn10msflc73beiik0/status";

  KubernetesMockServer server;
  KubernetesClient client;

  @Test
  void writesOverTheVersionThatWasLookedAt() throws InterruptedException {
    // Given
    answer(200, looked());
    // When
    StatusWriter.writeOther(client, looked());
    // Then
    assertThat(server.takeRequest().getUtf8Body()).contains("\"resourceVersion\":\"41\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 409})
  void aNewerVersionOrNoneIsAConflict(int code) {
    // Given
    answer(code, new StatusBuilder().withCode(code).withStatus("Failure").build());
    // Then
    assertThatThrownBy(() -> StatusWriter.writeOther(client, looked()))
        .isInstanceOf(Conflict.class);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void anythingElseIsTheCallersMatter() {
    // Given
    answer(422, new StatusBuilder().withCode(422).withStatus("Failure").build());
    // Then
    assertThatThrownBy(() -> StatusWriter.writeOther(client, looked()))
        .isInstanceOf(KubernetesClientException.class);
  }

  private void answer(int code, Object body) {
    server.expect().put().withPath(PATH).andReturn(code, body).once();
  }

  private static Match looked() {
    var match = Fixtures.match();
    match.getMetadata().setResourceVersion("41");
    return match;
  }
}
