package dev.muster.operator.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.api.v1alpha1.GameServerSpec;
import dev.muster.operator.gameserver.GameServer;
import dev.muster.operator.testing.Fixtures;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient
class PodCheckTest {
  private static final String PATH =
      "/api/v1/namespaces/games/pods?fieldValidation=Strict&dryRun=All";

  KubernetesMockServer server;
  KubernetesClient client;

  @Test
  void asksWithoutCreatingAndWithEverythingThatWouldBeInjected() throws InterruptedException {
    // Given
    answer(201, "");
    // When
    var refusal = check();
    // Then
    assertThat(refusal).isEmpty();
    var request = server.takeRequest();
    assertThat(request.getPath()).contains("dryRun=All").contains("fieldValidation=Strict");
    assertThat(request.getUtf8Body())
        .contains("MM_TICKET_ticket", "ARBITRIUM_PORTS_MAPPING", "hostPort");
  }

  @Test
  void countsAsTheTemplateDoes() {
    // Given
    var json =
        (ObjectNode)
            Fixtures.value(
                "{ports: [{name: gameport, containerPort: 1}], template: {spec: {containers: [{name: a, env:"
                    + " [{name: MM_TEAMS}, {name: OWN}], ports: [{name: own, containerPort: 2}]}]}}}");
    var server = GameServer.of(Fixtures.as(GameServerSpec.class, json));
    // When
    var container = PodCheck.sample(Fixtures.profile(), server).getSpec().getContainers().get(0);
    // Then
    assertThat(container.getEnv()).hasSizeGreaterThan(10);
    assertThat(container.getEnv().subList(0, 2))
        .extracting(EnvVar::getName)
        .containsExactly("MM_TEAMS", "OWN");
    assertThat(container.getEnv()).extracting(EnvVar::getName).doesNotHaveDuplicates();
    assertThat(container.getPorts())
        .extracting(ContainerPort::getName)
        .containsExactly("own", "gameport");
  }

  @Test
  void tellsWhatTheApiServerHasAgainstThePod() {
    // Given
    answer(422, "spec.containers[0].image: Required value");
    // Then
    assertThat(check()).contains("spec.containers[0].image: Required value");
  }

  @Test
  void aNamespaceThatIsFullSaysNothingOfThePod() {
    // Given
    answer(
        403,
        "pods \"ranked-check-1\" is forbidden: exceeded quota: games, requested: pods=1,"
            + " used: pods=20, limited: pods=20");
    // Then
    assertThat(check()).isEmpty();
  }

  @Test
  void anApiServerInTroubleSaysNothingOfThePod() {
    // Given
    client.getConfiguration().setRequestRetryBackoffLimit(0);
    answer(500, "etcd is away");
    // Then
    assertThatThrownBy(this::check).isInstanceOf(KubernetesClientException.class);
  }

  private java.util.Optional<String> check() {
    var profile = Fixtures.profile();
    var server = GameServer.of(profile.getSpec().gameServer());
    return new PodCheck(client).refusal(profile, server);
  }

  private void answer(int code, String message) {
    var body =
        code == 201
            ? PodCheck.sample(
                Fixtures.profile(), GameServer.of(Fixtures.profile().getSpec().gameServer()))
            : new StatusBuilder().withCode(code).withMessage(message).withStatus("Failure").build();
    server.expect().post().withPath(PATH).andReturn(code, body).always();
    server
        .expect()
        .post()
        .withPath("/api/v1/namespaces/games/pods?dryRun=All&fieldValidation=Strict")
        .andReturn(code, body)
        .always();
  }
}
