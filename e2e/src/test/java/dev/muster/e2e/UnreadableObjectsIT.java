package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Objects that were stored when the schema was looser, and that no longer parse. */
class UnreadableObjectsIT {
  private static final String RULES =
      "{size: {type: playerCount, teamCount: 1, minTeamSize: 1, maxTeamSize: 1}}";

  @Test
  void anObjectThatCannotBeParsedStopsNothing() {
    try (var muster = MusterProcess.dev("--map", TestImages.PRINT_ENV_MAP)) {
      // Given
      new Profiles(muster.client()).serve(Profiles.printing("before", RULES, ""));
      // When
      for (var plural :
          new String[] {"matchmakerprofiles", "matches", "backfills", "matchmakers"}) {
        storeNonsense(muster.client(), plural);
      }
      // Then
      GameClient.of(muster).group("before", "{}", true).await("HOST_ASSIGNED");
      new Profiles(muster.client()).serve(Profiles.printing("after", RULES, ""));
      GameClient.of(muster).group("after", "{}", true).await("HOST_ASSIGNED");
      assertThat(muster.handle().isAlive()).isTrue();
    }
  }

  private static void storeNonsense(KubernetesClient client, String plural) {
    var crds = client.apiextensions().v1().customResourceDefinitions();
    var strict = crds.withName(plural + ".muster.dev").get();
    loosen(client, strict);
    var kind = strict.getSpec().getNames().getKind();
    var nonsense =
        Serialization.unmarshal(
            """
            apiVersion: muster.dev/v1alpha1
            kind: %s
            metadata: {name: nonsense, namespace: default, labels: {muster.dev/matchmaker: default}}
            spec: {rules: [5], gameServer: yes, matchmaker: {}, replicas: many, teams: 3, tickets: x, server: [1]}
            """
                .formatted(kind),
            io.fabric8.kubernetes.api.model.GenericKubernetesResource.class);
    // A changed schema is in force a moment after it is stored.
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreException(KubernetesClientException.class)
        .until(() -> client.resource(nonsense).create() != null);
    restore(client, strict);
  }

  private static void loosen(KubernetesClient client, CustomResourceDefinition strict) {
    var loose = Serialization.clone(strict);
    var schema = loose.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
    schema.setXKubernetesValidations(null);
    schema
        .getProperties()
        .put(
            "spec",
            new JSONSchemaPropsBuilder()
                .withType("object")
                .withXKubernetesPreserveUnknownFields(true)
                .build());
    client.resource(loose).update();
  }

  private static void restore(KubernetesClient client, CustomResourceDefinition strict) {
    var again = Serialization.clone(strict);
    again.getMetadata().setResourceVersion(null);
    client.resource(again).update();
  }
}
