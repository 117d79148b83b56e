package dev.muster.operator.match;

import dev.muster.api.server.ServerTokens;
import dev.muster.api.v1alpha1.BeaconSpec;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.api.v1alpha1.PortRangeSpec;
import dev.muster.operator.gameserver.GameServer;
import dev.muster.operator.gameserver.Home;
import dev.muster.operator.match.HomeLookup.Found;
import dev.muster.operator.match.HomeLookup.Missing;
import dev.muster.operator.objects.Names;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Looks up what a new server is told of its Matchmaker. Asks the API server each time. */
final class HomeReader {
  private static final String SERVER_TOKEN_PREFIX = "server-";

  private final KubernetesClient client;

  HomeReader(KubernetesClient client) {
    this.client = client;
  }

  /** The Matchmaker that a match names. */
  Optional<Matchmaker> matchmaker(Match match) {
    return Optional.ofNullable(
        client
            .resources(Matchmaker.class)
            .inNamespace(match.getMetadata().getNamespace())
            .withName(match.getSpec().matchmaker())
            .get());
  }

  HomeLookup read(Match match, GameServer server) {
    var namespace = match.getMetadata().getNamespace();
    var name = match.getSpec().matchmaker();
    var matchmaker = matchmaker(match);
    if (matchmaker.isEmpty()) {
      return new Missing(
          Reason.MatchmakerMissing, "Matchmaker " + name + " does not exist in " + namespace);
    }
    var url = matchmaker.map(Matchmaker::getStatus).map(status -> status.url());
    if (url.isEmpty()) {
      return new Missing(Reason.MatchmakerMissing, "Matchmaker " + name + " has no address yet");
    }
    return withSecrets(matchmaker.get(), url.get(), server);
  }

  private HomeLookup withSecrets(Matchmaker matchmaker, String url, GameServer server) {
    var namespace = matchmaker.getMetadata().getNamespace();
    var name = matchmaker.getMetadata().getName();
    var tokens = secret(namespace, Names.keys(name)).flatMap(HomeReader::serverTokens);
    if (tokens.isEmpty()) {
      return new Missing(
          Reason.SecretMissing,
          "Secret %s has no key %s; delete the Secret and it is made anew"
              .formatted(Names.keys(name), Names.SERVER_KEY));
    }
    var tokensName = Names.tokens(name, matchmaker.getSpec());
    var token =
        server.matchmakerToken()
            ? secret(namespace, tokensName).flatMap(HomeReader::matchmakerToken)
            : Optional.<SecretKeySelector>empty();
    if (server.matchmakerToken() && token.isEmpty()) {
      return new Missing(
          Reason.SecretMissing,
          "gameServer.matchmakerToken needs Secret %s with at least one key".formatted(tokensName));
    }
    return found(matchmaker, new Home(url, tokens.get(), token.orElse(null), beacons(matchmaker)));
  }

  private static HomeLookup found(Matchmaker matchmaker, Home home) {
    return new Found(home, hostPorts(matchmaker), StartLimits.of(matchmaker));
  }

  /** The range of a Matchmaker. */
  static PortRangeSpec hostPorts(Matchmaker matchmaker) {
    var range = matchmaker.getSpec() == null ? null : matchmaker.getSpec().hostPorts();
    var usable = range != null && range.min() != null && range.max() != null;
    return usable ? range : HostPorts.DEFAULT_RANGE;
  }

  private static List<BeaconSpec> beacons(Matchmaker matchmaker) {
    return beaconsOf(Optional.of(matchmaker));
  }

  /** The beacons of a Matchmaker; none when it is gone. */
  static List<BeaconSpec> beaconsOf(Optional<Matchmaker> matchmaker) {
    return matchmaker.map(Matchmaker::getSpec).map(spec -> spec.beacons()).orElse(List.of());
  }

  private Optional<Secret> secret(String namespace, String name) {
    return Optional.ofNullable(client.secrets().inNamespace(namespace).withName(name).get());
  }

  private static Optional<ServerTokens> serverTokens(Secret secret) {
    return Optional.ofNullable(data(secret).get(Names.SERVER_KEY))
        .filter(key -> !key.isEmpty())
        .map(ServerTokens::withKey);
  }

  /** A token for game servers, if there is one; else the one that we make; else any. */
  private static Optional<SecretKeySelector> matchmakerToken(Secret secret) {
    var keys = new TreeSet<>(data(secret).keySet());
    return keys.stream()
        .filter(key -> key.startsWith(SERVER_TOKEN_PREFIX))
        .findFirst()
        .or(() -> keys.stream().filter(Names.CLIENT_TOKEN::equals).findFirst())
        .or(() -> keys.stream().findFirst())
        .map(key -> new SecretKeySelector(key, secret.getMetadata().getName(), null));
  }

  private static Map<String, String> data(Secret secret) {
    return secret.getData() == null ? Map.of() : secret.getData();
  }
}
