package dev.muster.operator.gameserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.api.v1alpha1.GameServerSpec;
import dev.muster.api.v1alpha1.GameServerSpec.AssignWhen;
import dev.muster.api.v1alpha1.GameServerSpec.Exposure;
import dev.muster.engine.profile.InvalidProfile;
import dev.muster.engine.profile.Problem;
import dev.muster.operator.testing.Fixtures;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GameServerTest {
  @Test
  void hasTheDocumentedDefaults() {
    // Given
    var json = (ObjectNode) Fixtures.value("{template: {spec: {containers: [{name: a}]}}}");
    // When
    var server = GameServer.of(Fixtures.as(GameServerSpec.class, json));
    // Then
    assertThat(server.container()).isEqualTo("a");
    assertThat(server.exposure()).isEqualTo(Exposure.HostPort);
    assertThat(server.assignWhen()).isEqualTo(AssignWhen.Ready);
    assertThat(server.pendingTimeout()).isEqualTo(Duration.ofMinutes(10));
    assertThat(server.startTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(server.maxRetries()).isEqualTo(3);
    assertThat(server.maxDuration()).isEqualTo(Optional.empty());
    assertThat(server.retainAfterExit()).isEqualTo(Duration.ofMinutes(5));
    assertThat(server.matchmakerToken()).isFalse();
    assertThat(server.serviceAccountToken()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                       | spec.gameServer.template: is required
          {template: text}                                         | spec.gameServer.template: is a string, an object was expected
          {template: {}}                                           | spec.gameServer.template.spec.containers: needs at least one container
          {template: {spec: {containers: []}}}                     | spec.gameServer.template.spec.containers: needs at least one container
          {template: {spec: {containers: [{image: a}]}}}           | spec.gameServer.template.spec.containers: needs a name
          {template: {spec: {containers: {a: b}}}}                 | spec.gameServer.template.spec.containers
          {template: {spec: {containers: [{name: a, ports: [{containerPort: x}]}]}}} | spec.gameServer.template.spec.containers[0].ports[0].containerPort
          {template: {spec: {containers: [{name: a}]}}, container: b} | spec.gameServer.container: is 'b', but the template's containers are [a]
          {template: {spec: {containers: [{name: a}]}}, startTimeout: soon} | spec.gameServer.startTimeout: is 'soon'
          {template: {spec: {containers: [{name: a}]}}, ports: [{containerPort: 1}]} | spec.gameServer.ports[0]: needs a name
          """)
  void saysWhichFieldIsWrong(String spec, String message) {
    // Given
    var json = (ObjectNode) Fixtures.value(spec);
    // Then
    assertThatThrownBy(() -> GameServer.of(Fixtures.as(GameServerSpec.class, json)))
        .isInstanceOf(InvalidProfile.class)
        .hasMessageContaining(message);
  }

  @Test
  void readsWhatIsMistypedInARevisionThatIsInForce() {
    // Given a number where Kubernetes has a text
    var json =
        (ObjectNode)
            Fixtures.value(
                "{template: {spec: {containers: [{name: a, env: [{name: V, value: 5}]}]}}}");
    var spec = Fixtures.as(GameServerSpec.class, json);
    // Then
    assertThat(GameServer.mistyped(spec))
        .extracting(Problem::toString)
        .containsExactly(
            "spec.gameServer.template.spec.containers[0].env[0].value: is the number 5; a text was"
                + " expected: write it in quotes");
    assertThat(GameServer.of(spec).gameContainer().getEnv().get(0).getValue()).isEqualTo("5");
  }

  @Test
  void findsNothingInATemplateWithAllKindsOfValues() {
    // Given
    var json =
        (ObjectNode)
            Fixtures.value(
                "{template: {metadata: {labels: {a: b}}, spec: {hostNetwork: false, priority: 3.0,"
                    + " terminationGracePeriodSeconds: 5, nodeSelector: null, volumes: [{name: v,"
                    + " emptyDir: {sizeLimit: 1Gi}}], containers: [{name: a, args: [b], resources:"
                    + " {limits: {cpu: 1, memory: 1.5Gi}}, livenessProbe: {httpGet: {port: http}},"
                    + " readinessProbe: {tcpSocket: {port: 7777}}}]}}}");
    // Then
    assertThat(GameServer.mistyped(Fixtures.as(GameServerSpec.class, json))).isEmpty();
  }
}
