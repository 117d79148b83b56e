package dev.muster.cli.local;

import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.api.v1alpha1.MatchmakerProfile;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Waiting until resources are Ready, or knowing why they never will be. */
final class Readiness {
  private final KubernetesClient client;
  private final String namespace;
  private final Duration limit;

  Readiness(KubernetesClient client, String namespace, Duration limit) {
    this.client = client;
    this.namespace = namespace;
    this.limit = limit;
  }

  void matchmaker(String name) {
    await(
        Matchmaker.class,
        namespace,
        name,
        matchmaker ->
            matchmaker.getStatus() == null ? List.of() : matchmaker.getStatus().conditions(),
        matchmaker -> matchmaker.getStatus().observedGeneration());
  }

  void profile(String namespace, String name) {
    await(
        MatchmakerProfile.class,
        namespace,
        name,
        profile -> profile.getStatus() == null ? List.of() : profile.getStatus().conditions(),
        profile -> profile.getStatus().observedGeneration());
  }

  private <T extends CustomResource<?, ?>> void await(
      Class<T> kind,
      String namespace,
      String name,
      Function<T, List<Condition>> conditions,
      Function<T, Long> observed) {
    var resource = client.resources(kind).inNamespace(namespace).withName(name);
    try {
      var settled =
          resource.waitUntilCondition(
              found -> found != null && isSettled(found, conditions.apply(found), observed),
              limit.toMillis(),
              TimeUnit.MILLISECONDS);
      condition(conditions.apply(settled), "Accepted")
          .filter(condition -> condition.getStatus().equals("False"))
          .ifPresent(
              refused -> {
                throw new CannotContinue(
                    kind.getSimpleName()
                        + " "
                        + name
                        + " is not accepted: "
                        + refused.getMessage());
              });
    } catch (KubernetesClientTimeoutException e) {
      throw new CannotContinue(
          kind.getSimpleName()
              + " "
              + name
              + " is not Ready after "
              + limit.toSeconds()
              + " s: "
              + Optional.ofNullable(resource.get())
                  .map(found -> describe(conditions.apply(found)))
                  .orElse("it does not exist"),
          e);
    }
  }

  private static <T extends CustomResource<?, ?>> boolean isSettled(
      T found, List<Condition> conditions, Function<T, Long> observed) {
    return conditions != null
        && !conditions.isEmpty()
        && found.getMetadata().getGeneration().equals(observed.apply(found))
        && (is(conditions, "Ready", "True") || is(conditions, "Accepted", "False"));
  }

  private static boolean is(List<Condition> conditions, String type, String status) {
    return condition(conditions, type).filter(c -> c.getStatus().equals(status)).isPresent();
  }

  private static Optional<Condition> condition(List<Condition> conditions, String type) {
    return conditions == null
        ? Optional.empty()
        : conditions.stream().filter(condition -> condition.getType().equals(type)).findFirst();
  }

  private static String describe(List<Condition> conditions) {
    return conditions == null || conditions.isEmpty()
        ? "nobody has looked at it"
        : String.join(
            "; ",
            conditions.stream()
                .map(c -> c.getType() + "=" + c.getStatus() + " (" + c.getMessage() + ")")
                .toList());
  }
}
