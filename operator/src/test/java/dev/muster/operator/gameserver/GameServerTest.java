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
    assertThat(GameServer.mistakes(spec))
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
    assertThat(GameServer.mistakes(Fixtures.as(GameServerSpec.class, json))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {nodeSelector: {a: b}, spec: {}}        | nodeSelector: is no field here; it belongs under spec, one level deeper
          {kind: Pod, spec: {}}                   | kind: is no field; metadata and spec were expected
          {metadata: {lables: {a: b}}, spec: {}}  | metadata.lables: is no field; labels and annotations were expected
          {spec: {containers: [{Name: a}]}}       | spec.containers[0].Name: is no field; name was expected
          """)
  void findsFieldsThatTheApiServerWouldNeverSee(String template, String problem) {
    // Given
    var json = (ObjectNode) Fixtures.value("{template: " + template + "}");
    // Then
    assertThat(GameServer.mistakes(Fixtures.as(GameServerSpec.class, json)))
        .extracting(Problem::toString)
        .containsExactly("spec.gameServer.template." + problem);
  }

  @ParameterizedTest
  @CsvSource({
    "game, true",
    "game:1, true",
    "muster.dev/example-game-server:0.1.0, true",
    "localhost:5000/a/b_c/d--e:V1.2-x, true",
    "Registry.example:443/game, true",
    "'[2001:db8::1]:5000/game', true",
    "game@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, true",
    "game:1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, true",
    "Game:1, false",
    "my game:1, false",
    "game:, false",
    "game:1:2, false",
    "/game, false",
    "https://registry.example/game, false",
    "game@sha256:abc, false",
    "'${IMAGE}', false"
  })
  void knowsWhatCanBeAnImage(String image, boolean can) {
    // Given
    var json =
        (ObjectNode) Fixtures.value("{template: {spec: {containers: [{name: a, image: x}]}}}");
    ((ObjectNode) json.at("/template/spec/containers/0")).put("image", image);
    // When
    var mistakes = GameServer.mistakes(Fixtures.as(GameServerSpec.class, json));
    // Then
    if (can) {
      assertThat(mistakes).isEmpty();
    } else {
      assertThat(mistakes)
          .singleElement()
          .extracting(Problem::toString)
          .asString()
          .startsWith(
              "spec.gameServer.template.spec.containers[0].image: is '"
                  + image
                  + "', which no node can pull");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "spec.containers[0].resources, limits",
    "spec, nodeSelector",
    "spec.affinity.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution",
    "metadata, labels"
  })
  void knowsWhichFieldsThereAre(String path, String field) {
    assertThat(GameServer.templateFields(path)).contains(field).doesNotContain("nonsense");
  }

  @Test
  void knowsNoFieldsWhereAnyNameMayStandOrNothingIs() {
    assertThat(GameServer.templateFields("spec.nodeSelector.pool")).isEmpty();
    assertThat(GameServer.templateFields("spec.nonsense.more")).isEmpty();
  }
}
