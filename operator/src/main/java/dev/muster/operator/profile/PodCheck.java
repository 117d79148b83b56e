package dev.muster.operator.profile;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.muster.api.mapping.ProfileMapping;
import dev.muster.api.server.ServerTokens;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchSpec;
import dev.muster.api.v1alpha1.MatchmakerProfile;
import dev.muster.api.v1alpha1.TicketSpec;
import dev.muster.operator.gameserver.Attempt;
import dev.muster.operator.gameserver.GameServer;
import dev.muster.operator.gameserver.GameServerPod;
import dev.muster.operator.gameserver.Home;
import dev.muster.operator.objects.Names;
import dev.muster.operator.objects.Refusals;
import dev.muster.operator.revision.RevisionData;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Asks the API server whether it would take the pods of a profile, without creating one.
 *
 * <p>The pod is that of a made-up match of one player. Its service account is left to the namespace
 * unless the template names one: ours may not exist yet.
 */
final class PodCheck {
  /** A namespace that is full just now says nothing of the pod, which was looked at before that. */
  private static final String FULL = "exceeded quota: ";

  private static final int ANY_HOST_PORT = 7000;

  private final KubernetesClient client;

  PodCheck(KubernetesClient client) {
    this.client = client;
  }

  /** What the API server has against the pod, if it has something. */
  Optional<String> refusal(MatchmakerProfile profile, GameServer server) {
    var pod = sample(profile, server);
    try {
      client.resource(pod).dryRun().fieldValidation(Validation.STRICT).create();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      if (!Refusals.isRefusal(e)) {
        throw e;
      }
      return Optional.of(Refusals.message(e)).filter(message -> !message.contains(FULL));
    }
  }

  /** The pod of a made-up match. */
  static Pod sample(MatchmakerProfile profile, GameServer server) {
    var matchmaker = RevisionData.matchmaker(profile.getSpec());
    var home =
        new Home(
            "http://" + matchmaker,
            ServerTokens.withKey("bXVzdGVy"),
            new SecretKeySelector(Names.CLIENT_TOKEN, Names.tokens(matchmaker), null),
            List.of());
    var pod =
        GameServerPod.of(
            server, new Attempt(match(profile), 1, "000000000000", hostPorts(server)), home);
    var template = server.template().getSpec();
    pod.getSpec().setServiceAccountName(template.getServiceAccountName());
    order(pod.getSpec().getContainers(), template.getContainers());
    order(pod.getSpec().getInitContainers(), template.getInitContainers());
    return pod;
  }

  /** Puts ours behind what a template has, so that an index means the same to who wrote that. */
  private static void order(List<Container> containers, List<Container> own) {
    for (int i = 0; i < own.size(); i++) {
      var container = containers.get(i);
      container.setEnv(
          order(
              container.getEnv(),
              own.get(i).getEnv(),
              (one, other) -> Objects.equals(one.getName(), other.getName())));
      container.setPorts(order(container.getPorts(), own.get(i).getPorts(), GameServerPod::clash));
    }
  }

  private static <T> List<T> order(List<T> all, List<T> own, BiPredicate<T, T> isSame) {
    var rest = new ArrayList<>(all);
    var ordered = new ArrayList<T>();
    for (var one : own) {
      rest.stream()
          .filter(candidate -> isSame.test(one, candidate))
          .findFirst()
          .ifPresent(
              found -> {
                rest.remove(found);
                ordered.add(found);
              });
    }
    ordered.addAll(rest);
    return ordered;
  }

  private static Map<String, Integer> hostPorts(GameServer server) {
    var ports = new java.util.HashMap<String, Integer>();
    if (server.usesHostPorts()) {
      server.ports().forEach(port -> ports.put(port.name(), ANY_HOST_PORT + ports.size()));
    }
    return ports;
  }

  private static Match match(MatchmakerProfile profile) {
    var name = profile.getMetadata().getName();
    var queue = ProfileMapping.queue(name, profile.getSpec());
    var ticket =
        new TicketSpec(
            "ticket",
            "2026-01-01T00:00:00.0000000Z",
            null,
            "group",
            "team",
            JsonNodeFactory.instance.objectNode(),
            null);
    var team =
        new MatchSpec.TeamSpec(
            "team",
            List.of(
                new MatchSpec.GroupSpec(
                    "group", List.of("ticket"), "2026-01-01T00:00:00.0000000Z", null, null)));
    var match = new Match();
    match.getMetadata().setName(name + "-check");
    match.getMetadata().setNamespace(profile.getMetadata().getNamespace());
    match.setSpec(
        new MatchSpec(
            RevisionData.matchmaker(profile.getSpec()),
            name,
            queue,
            name + "-check",
            queue + "_initial-2026-01-01T00:00:00.0000000Z",
            "initial",
            "",
            List.of(team),
            List.of(ticket),
            Map.of(),
            Map.of(),
            null));
    return match;
  }
}
