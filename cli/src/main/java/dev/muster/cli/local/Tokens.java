package dev.muster.cli.local;

import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Matchmaker;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.TreeMap;

/** The tokens of Matchmaker default. */
final class Tokens {
  /** Keys that begin so hold tokens of game servers. */
  private static final String SERVER_PREFIX = "server-";

  private Tokens() {}

  /** The Secret that holds them: the one that the Matchmaker names, else the operator's. */
  static String secretName(KubernetesClient client, String namespace) {
    var spec =
        client
            .resources(Matchmaker.class)
            .inNamespace(namespace)
            .withName(Api.DEFAULT_MATCHMAKER)
            .require()
            .getSpec();
    return spec == null || spec.tokensSecretName() == null
        ? Api.DEFAULT_MATCHMAKER + "-tokens"
        : spec.tokensSecretName();
  }

  /**
   * One that game clients may use.
   *
   * @throws CannotContinue when there is none
   */
  static String forClients(KubernetesClient client, String namespace) {
    var name = secretName(client, namespace);
    var data = client.secrets().inNamespace(namespace).withName(name).require().getData();
    return new TreeMap<>(data)
        .entrySet().stream()
            .filter(entry -> !entry.getKey().startsWith(SERVER_PREFIX))
            .findFirst()
            .map(entry -> Base64.getDecoder().decode(entry.getValue()))
            .map(token -> new String(token, StandardCharsets.UTF_8).strip())
            .orElseThrow(() -> new CannotContinue("Secret " + name + " has no token for clients"));
  }
}
