package dev.muster.operator.matchmaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.api.v1alpha1.MatchmakerSpec;
import dev.muster.operator.conditions.Conditions;
import dev.muster.operator.matchmaker.RuntimePlacement.Deployed;
import dev.muster.operator.matchmaker.RuntimePlacement.External;
import dev.muster.operator.matchmaker.RuntimePlacement.ServiceHost;
import dev.muster.operator.testing.FieldTable;
import dev.muster.operator.testing.FieldTable.Change;
import dev.muster.operator.testing.Fixtures;
import dev.muster.operator.testing.Golden;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MatchmakerPlanTest {
  private static final Deployed DEPLOYED = new Deployed("example/default:1", ServiceHost.Dns);

  /** What only the runtime reads, live; MatchFieldsTest and MatchReconcilerTest see the others. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "allowedCorsOrigins",
          "explain",
          "inspect",
          "rateLimits.requestsPerSecond",
          "rateLimits.createsPerSecond",
          "rateLimits.readsPerSecond",
          "rateLimits.backfillsPerSecond",
          "rateLimits.perClientPerSecond",
          "rateLimits.openStreamsPerClient",
          "trustedProxies",
          "maxRunningMatches",
          "maxStartsPerSecond",
          "hostPorts.min",
          "hostPorts.max",
          "beacons[].city",
          "beacons[].host",
          "beacons[].tcpPort",
          "beacons[].udpPort",
          "beacons[].country",
          "beacons[].continent",
          "beacons[].administrativeDivision",
          "beacons[].timezone");

  @Test
  void consistsOfWhatTheRuntimeNeeds() throws IOException {
    // When
    var plan = MatchmakerPlan.of(view(Fixtures.json("matchmaker"), DEPLOYED, "", "", true));
    // Then
    for (HasMetadata object : plan.desired()) {
      Golden.check(
          "matchmaker/deployed/out-%s-%s.yaml"
              .formatted(
                  object.getKind().toLowerCase(java.util.Locale.ROOT),
                  object.getMetadata().getName()),
          object);
    }
    assertThat(plan.desired())
        .extracting(HasMetadata::getKind)
        .containsExactly(
            "ServiceAccount", "ServiceAccount", "Role", "RoleBinding", "Service", "Deployment");
    assertThat(plan.makesTokens()).isTrue();
  }

  static Stream<Change> fields() {
    return Stream.of(
        new Change("replicas", "/spec/replicas", "0", "replicas: 0"),
        new Change("image", "/spec/image", "example/runtime:8", "image: example/runtime:8"),
        new Change("resources.requests", "/spec/resources/requests", "{cpu: '3'}", "cpu: \"3\""),
        new Change(
            "resources.limits", "/spec/resources/limits", "{memory: 777Mi}", "memory: 777Mi"),
        new Change("service.type", "/spec/service/type", "LoadBalancer", "type: LoadBalancer"),
        new Change("service.annotations", "/spec/service/annotations", "{a: b}", "a: b"),
        new Change("tokensSecretName", "/spec/tokensSecretName", "mine", "secretName: mine"));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void everyFieldMakesOtherObjects(Change change) {
    // Given
    var before = MatchmakerPlan.of(view(Fixtures.json("matchmaker"), DEPLOYED, "", "", true));
    // When
    var changed = change.in(Fixtures.json("matchmaker"));
    var after = MatchmakerPlan.of(view(changed, DEPLOYED, "", "", true));
    // Then
    assertThat(Fixtures.yaml(before.desired())).doesNotContain(change.expected());
    assertThat(Fixtures.yaml(after.desired())).contains(change.expected());
  }

  @Test
  void noFieldIsLeftOut() {
    // When
    var tested = new TreeSet<>(ELSEWHERE);
    fields().map(Change::field).forEach(tested::add);
    // Then
    assertThat(tested).isEqualTo(FieldTable.fields(MatchmakerSpec.class));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /spec/service/type        | NodePort
          /spec/service/annotations | {a: b}
          /spec/hostPorts           | {min: 1, max: 2}
          /spec/beacons             | []
          /spec/allowedCorsOrigins  | ["https://a.example"]
          /metadata/labels          | {a: b}
          """)
  void whatTheRuntimeReadsLiveDoesNotRestartIt(String pointer, String value) {
    // Given
    var changed = new Change("", pointer, value, "").in(Fixtures.json("matchmaker"));
    // Then
    assertThat(deployment(view(changed, DEPLOYED, "", "", true)))
        .isEqualTo(deployment(view(Fixtures.json("matchmaker"), DEPLOYED, "", "", true)));
  }

  @Test
  void aServiceThatCanBeReachedFromOutsideDoesNotHaveTheManagementPort() {
    // Given
    var changed =
        new Change("", "/spec/service/type", "LoadBalancer", "").in(Fixtures.json("matchmaker"));
    // When
    var outside = MatchmakerPlan.of(view(changed, DEPLOYED, "", "", true));
    var services =
        outside.desired().stream()
            .filter(Service.class::isInstance)
            .map(Service.class::cast)
            .toList();
    // Then
    assertThat(services).hasSize(2);
    assertThat(services.get(0).getSpec().getPorts()).hasSize(1);
    assertThat(services.get(1).getSpec().getType()).isEqualTo("ClusterIP");
    assertThat(services.get(1).getMetadata().getName()).isEqualTo("arena-management");
    var inside = MatchmakerPlan.of(view(Fixtures.json("matchmaker"), DEPLOYED, "", "", true));
    assertThat(services.stream().filter(inside::isObsolete)).containsExactly(services.get(1));
    assertThat(services.stream().filter(outside::isObsolete)).isEmpty();
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                                                         | Starting    | The runtime's Deployment is being created
          {metadata: {generation: 2}, status: {observedGeneration: 1, readyReplicas: 1}} | Starting | The runtime is being started or replaced
          {metadata: {generation: 2}, status: {observedGeneration: 2, readyReplicas: 1}} | Serving  | 1 of 1 runtimes serve
          {metadata: {generation: 2}, status: {observedGeneration: 2}}               | Starting    | The runtime is being started
          {metadata: {generation: 2}, status: {observedGeneration: 2, conditions: [{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded, message: too slow}]}} | Unavailable | The runtime does not start: ProgressDeadlineExceeded: too slow
          """)
  void isReadyWhenItsRuntimesServe(String deployment, String reason, String message) {
    // When
    var plan = MatchmakerPlan.of(view(Fixtures.json("matchmaker"), DEPLOYED, deployment, "", true));
    // Then
    var ready = Conditions.find(plan.status().conditions(), "Ready").orElseThrow();
    assertThat(ready.getReason()).isEqualTo(reason);
    assertThat(ready.getMessage()).isEqualTo(message);
    assertThat(ready.getStatus()).isEqualTo(reason.equals("Serving") ? "True" : "False");
  }

  @Test
  void saysWhatToDoAboutAMissingSecret() {
    // Given
    var changed =
        new Change("", "/spec/tokensSecretName", "mine", "").in(Fixtures.json("matchmaker"));
    // When
    var plan = MatchmakerPlan.of(view(changed, DEPLOYED, "", "", false));
    // Then
    var ready = Conditions.find(plan.status().conditions(), "Ready").orElseThrow();
    assertThat(ready.getReason()).isEqualTo("TokensSecretMissing");
    assertThat(ready.getMessage())
        .startsWith("There is no Secret mine with tokens in namespace games: create it");
    assertThat(plan.makesTokens()).isFalse();
  }

  @Test
  void aRuntimeGoesOnWithTheTokensItHasUntilTheOthersExist() {
    // Given a runtime that serves
    var before = (Deployment) deployment(view(Fixtures.json("matchmaker"), DEPLOYED, "", "", true));
    var json = new Change("", "/spec/tokensSecretName", "mine", "").in(Fixtures.json("matchmaker"));
    var renamed = Fixtures.as(Matchmaker.class, json);
    // When
    var missing = MatchmakerPlan.of(view(renamed, before, false));
    var there = MatchmakerPlan.of(view(renamed, before, true));
    // Then
    assertThat(deployment(missing)).isEqualTo(before);
    assertThat(missing.makesTokens()).isFalse();
    var ready = Conditions.find(missing.status().conditions(), "Ready").orElseThrow();
    assertThat(ready.getReason()).isEqualTo("TokensSecretMissing");
    assertThat(ready.getMessage())
        .startsWith("There is no Secret mine with tokens in namespace games: create it")
        .endsWith("(the runtime goes on with the tokens of Secret arena-tokens)");
    assertThat(Fixtures.yaml(List.of(deployment(there)))).contains("secretName: mine");
  }

  @Test
  void aSecretThatIsMadeBelongsToNobodyAndSaysWhatItIs() {
    // When
    var secret =
        new RuntimeObjects(Fixtures.matchmaker()).secret("arena-tokens", "client", new byte[] {1});
    // Then
    assertThat(secret.getMetadata().getOwnerReferences()).isEmpty();
    assertThat(secret.getMetadata().getLabels())
        .containsEntry("app.kubernetes.io/managed-by", "muster")
        .containsEntry("muster.dev/matchmaker", "arena");
  }

  @Test
  void whatElseIsChangedWhileTheSecretIsMissingIsDone() {
    // Given
    var before = (Deployment) deployment(view(Fixtures.json("matchmaker"), DEPLOYED, "", "", true));
    var json = new Change("", "/spec/tokensSecretName", "mine", "").in(Fixtures.json("matchmaker"));
    json.withObject("/spec").put("image", "example/runtime:8");
    // When
    var plan = MatchmakerPlan.of(view(Fixtures.as(Matchmaker.class, json), before, false));
    // Then
    assertThat(Fixtures.yaml(List.of(deployment(plan))))
        .contains("image: example/runtime:8", "secretName: arena-tokens");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "Dns, '', http://arena.games.svc:8080",
    "ClusterIp, '', ",
    "ClusterIp, 127.9.1.2, http://127.9.1.2:8080",
    "ClusterIp, 'fd00::1', 'http://[fd00::1]:8080'",
    "ClusterIp, None, "
  })
  void tellsItsUrlOnceThatIsKnown(ServiceHost host, String clusterIp, String url) {
    // Given
    var service = clusterIp.isEmpty() ? "" : "{spec: {clusterIP: '" + clusterIp + "'}}";
    // When
    var plan =
        MatchmakerPlan.of(
            view(Fixtures.json("matchmaker"), new Deployed("i", host), "", service, true));
    // Then
    assertThat(plan.status().url()).isEqualTo(url);
  }

  @Test
  void anExternalRuntimeIsNotDeployed() {
    // When
    var plan =
        MatchmakerPlan.of(
            view(Fixtures.json("matchmaker"), new External("http://127.0.0.1:8080"), "", "", true));
    // Then
    assertThat(plan.desired()).extracting(HasMetadata::getKind).containsExactly("ServiceAccount");
    assertThat(plan.status().url()).isEqualTo("http://127.0.0.1:8080");
    assertThat(Conditions.find(plan.status().conditions(), "Ready").orElseThrow().getReason())
        .isEqualTo("ExternalRuntime");
  }

  @Test
  void refusesWhatTheSchemaWouldHaveRefused() {
    // Given
    var changed = new Change("", "/spec/replicas", "3", "").in(Fixtures.json("matchmaker"));
    // When
    var plan = MatchmakerPlan.of(view(changed, DEPLOYED, "", "", true));
    // Then
    assertThat(plan.desired()).isEmpty();
    assertThat(Conditions.isTrue(plan.status().conditions(), "Accepted")).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          made by us and unused       | 'true' | [{manager: muster-operator, operation: Apply, fieldsV1: {"f:spec": {}}}] | true
          its status is ours as well  | 'true' | [{manager: other, subresource: status, fieldsV1: {"f:status": {}}}] | true
          someone applied a spec      | 'true' | [{manager: kubectl, operation: Apply, fieldsV1: {"f:spec": {"f:image": {}}}}] | false
          someone put a label         | 'true' | [{manager: kubectl, operation: Update, fieldsV1: {"f:metadata": {}}}] | false
          not made by us              | 'false' | [] | false
          """)
  void anImplicitMatchmakerGoesAfterItsLastProfile(
      String story, String implicit, String managers, boolean goes) {
    // Given
    var json = Fixtures.json("matchmaker");
    json.withObject("/metadata")
        .set("labels", Fixtures.value("{muster.dev/implicit: " + implicit + "}"));
    json.withObject("/metadata").set("managedFields", Fixtures.value(managers));
    var matchmaker = Fixtures.as(Matchmaker.class, json);
    // Then
    assertThat(MatchmakerPlan.of(view(matchmaker, false)).removed()).as(story).isEqualTo(goes);
    assertThat(MatchmakerPlan.of(view(matchmaker, true)).removed()).isFalse();
  }

  @Test
  void aRefusalOfTheApiServerIsToldAndMakesNothing() {
    // Given
    var view = view(Fixtures.matchmaker(), true);
    // When
    var plan = MatchmakerPlan.of(view.refused("spec.resources: too much"));
    // Then
    assertThat(plan.desired()).isEmpty();
    assertThat(plan.makesTokens()).isFalse();
    assertThat(plan.status().conditions())
        .extracting(Condition::getStatus, Condition::getReason, Condition::getMessage)
        .containsOnly(tuple("False", "RuntimeRefused", "spec.resources: too much"));
  }

  @Test
  void anObjectThatWasTakenIsNotTriedAgainUntilItChanges() {
    // Given
    var matchmaker = Fixtures.matchmaker();
    assertThat(view(matchmaker, true).isKnownGood()).isFalse();
    matchmaker.setStatus(MatchmakerPlan.of(view(matchmaker, true)).status());
    // Then
    assertThat(view(matchmaker, true).isKnownGood()).isTrue();
    matchmaker.getMetadata().setGeneration(matchmaker.getMetadata().getGeneration() + 1);
    assertThat(view(matchmaker, true).isKnownGood()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "Deployment, spec.template.spec.containers[0].resources.requests, spec.resources.requests",
    "Deployment, spec.template.spec.containers[0].resources.limits[cpu], spec.resources.limits[cpu]",
    "Deployment, spec.template.spec.containers[0].image, spec.image",
    "Deployment, spec.template.spec.volumes[0].secret.secretName, spec.tokensSecretName",
    "Deployment, spec.selector, spec",
    "Service, metadata.annotations, spec.service.annotations",
    "Service, spec.ports[0], spec"
  })
  void aFieldOfWhatIsMadeLeadsBackToTheSpec(String kind, String field, String ours) {
    assertThat(RuntimeFields.of(kind, field)).isEqualTo(ours);
  }

  @Test
  void anIdleLookSaysTheSame() {
    // Given
    var matchmaker = Fixtures.matchmaker();
    matchmaker.setStatus(MatchmakerPlan.of(view(matchmaker, true)).status());
    // Then
    assertThat(MatchmakerPlan.of(view(matchmaker, true)).status())
        .isEqualTo(matchmaker.getStatus());
  }

  private static MatchmakerView view(
      Matchmaker matchmaker, Deployment deployment, boolean tokensExist) {
    return new MatchmakerView(
        matchmaker,
        Fixtures.NOW,
        Optional.of(deployment),
        Optional.empty(),
        tokensExist,
        true,
        Optional.empty(),
        DEPLOYED);
  }

  private static MatchmakerView view(Matchmaker matchmaker, boolean served) {
    return new MatchmakerView(
        matchmaker,
        Fixtures.NOW,
        Optional.empty(),
        Optional.empty(),
        true,
        served,
        Optional.empty(),
        DEPLOYED);
  }

  private static MatchmakerView view(
      ObjectNode matchmaker,
      RuntimePlacement placement,
      String deployment,
      String service,
      boolean tokensExist) {
    return new MatchmakerView(
        Fixtures.as(Matchmaker.class, matchmaker),
        Fixtures.NOW,
        read(Deployment.class, deployment),
        read(Service.class, service),
        tokensExist,
        true,
        Optional.empty(),
        placement);
  }

  private static <T> Optional<T> read(Class<T> type, String yaml) {
    return yaml == null || yaml.isBlank()
        ? Optional.empty()
        : Optional.of(Fixtures.as(type, (ObjectNode) Fixtures.value(yaml)));
  }

  private static HasMetadata deployment(MatchmakerView view) {
    return deployment(MatchmakerPlan.of(view));
  }

  private static HasMetadata deployment(MatchmakerPlan plan) {
    return plan.desired().stream().filter(Deployment.class::isInstance).findFirst().orElseThrow();
  }
}
