package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.api.v1alpha1.Matchmaker;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of tokens, and of those who wait, when the Matchmaker's Secret changes. */
@ExtendWith(SharedMuster.class)
class TokensIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String RULES =
      "{size: {type: playerCount, teamCount: 1, minTeamSize: 2, maxTeamSize: 2}}";

  @Test
  void aSecretThatDoesNotExistCostsNobodyHisPlace(MusterProcess muster) {
    var client = muster.client();
    var namespace = "other-tokens";
    try {
      // Given a ticket that waits
      serve(client, namespace);
      var url = url(client, namespace);
      var player = new GameClient(url, token(secret(client, namespace, "default-tokens")));
      var made = player.send("POST", "/tickets", request("duel"));
      assertThat(made.status()).isEqualTo(201);
      var deployed = deployedGeneration(client, namespace);
      // When
      name(client, namespace, "nosuch");
      // Then
      await().atMost(PATIENCE).until(() -> ready(client, namespace).contains("False"));
      assertThat(ready(client, namespace))
          .contains(
              "TokensSecretMissing",
              "There is no Secret nosuch with tokens in namespace other-tokens: create it",
              "goes on with the tokens of Secret default-tokens");
      assertThat(deployedGeneration(client, namespace)).isEqualTo(deployed);
      assertThat(waits(player, made.body())).isTrue();
      // When it is corrected
      name(client, namespace, null);
      // Then
      await().atMost(PATIENCE).until(() -> ready(client, namespace).contains("True"));
      assertThat(deployedGeneration(client, namespace)).isEqualTo(deployed);
      assertThat(waits(player, made.body())).isTrue();
      // When the other exists, but is empty
      client.resource(secret(namespace, "mine", "")).create();
      name(client, namespace, "mine");
      // Then
      await().atMost(PATIENCE).until(() -> ready(client, namespace).contains("Secret mine"));
      assertThat(deployedGeneration(client, namespace)).isEqualTo(deployed);
      // When it has a token
      client.resource(secret(namespace, "mine", "another")).update();
      // Then its tokens are valid, and the others no more
      var other = new GameClient(url, "another");
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> other.send("GET", "/tickets/none", null).status() == 404);
      assertThat(player.send("GET", "/tickets/none", null).status()).isEqualTo(401);
    } finally {
      client.namespaces().withName(namespace).delete();
    }
  }

  @Test
  void theTokenThatShipsInGamesOutlivesItsMatchmaker(MusterProcess muster) {
    var client = muster.client();
    var namespace = "kept-tokens";
    try {
      // Given
      serve(client, namespace);
      var tokens = secret(client, namespace, "default-tokens");
      var keys = secret(client, namespace, "default-keys");
      var before = matchmaker(client, namespace).getMetadata().getUid();
      assertThat(tokens.getMetadata().getLabels())
          .containsEntry("app.kubernetes.io/managed-by", "muster")
          .containsEntry("muster.dev/matchmaker", "default");
      // When
      client.resources(Matchmaker.class).inNamespace(namespace).withName("default").delete();
      // Then the profile has another made
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> isAnother(matchmaker(client, namespace), before));
      assertThat(secret(client, namespace, "default-tokens").getData()).isEqualTo(tokens.getData());
      assertThat(secret(client, namespace, "default-keys").getData()).isEqualTo(keys.getData());
      var player = new GameClient(url(client, namespace), token(tokens));
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> player.send("POST", "/tickets", request("duel")).status() == 201);
    } finally {
      client.namespaces().withName(namespace).delete();
    }
  }

  private static void serve(KubernetesClient client, String namespace) {
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    var profile = Profiles.printing("duel", RULES, "");
    profile.getMetadata().setNamespace(namespace);
    new Profiles(client, namespace).serve(profile);
  }

  private static URI url(KubernetesClient client, String namespace) {
    return URI.create(matchmaker(client, namespace).getStatus().url());
  }

  private static boolean isAnother(Matchmaker matchmaker, String uid) {
    return !matchmaker.getMetadata().getUid().equals(uid) && matchmaker.getStatus().url() != null;
  }

  private static String request(String queue) {
    return "{\"profile\": \"" + queue + "\", \"attributes\": {}}";
  }

  private static boolean waits(GameClient player, JsonNode made) {
    var now = player.send("GET", "/tickets/" + made.path("id").asText(), null).body();
    return now.path("status").asText().equals("SEARCHING")
        && now.path("created_at").equals(made.path("created_at"));
  }

  private static void name(KubernetesClient client, String namespace, String secret) {
    var value = secret == null ? "null" : "\"" + secret + "\"";
    client
        .resources(Matchmaker.class)
        .inNamespace(namespace)
        .withName("default")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\": {\"tokensSecretName\": " + value + "}}");
  }

  private static Matchmaker matchmaker(KubernetesClient client, String namespace) {
    return client.resources(Matchmaker.class).inNamespace(namespace).withName("default").require();
  }

  /** The condition Ready of the spec as it stands; empty until there is one. */
  private static String ready(KubernetesClient client, String namespace) {
    var matchmaker = matchmaker(client, namespace);
    return matchmaker.getStatus().conditions().stream()
        .filter(condition -> condition.getType().equals("Ready"))
        .filter(
            condition ->
                matchmaker.getMetadata().getGeneration().equals(condition.getObservedGeneration()))
        .findFirst()
        .map(TokensIT::text)
        .orElse("");
  }

  private static String text(Condition condition) {
    return condition.getStatus() + " " + condition.getReason() + ": " + condition.getMessage();
  }

  private static Long deployedGeneration(KubernetesClient client, String namespace) {
    return client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("default")
        .require()
        .getMetadata()
        .getGeneration();
  }

  private static Secret secret(KubernetesClient client, String namespace, String name) {
    return client.secrets().inNamespace(namespace).withName(name).require();
  }

  private static String token(Secret secret) {
    var data = secret.getData().get("client");
    return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
  }

  private static Secret secret(String namespace, String name, String token) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .endMetadata()
        .withStringData(Map.of("client", token))
        .build();
  }
}
