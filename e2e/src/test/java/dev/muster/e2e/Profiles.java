package dev.muster.e2e;

import static org.awaitility.Awaitility.await;

import dev.muster.api.v1alpha1.MatchmakerProfile;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Optional;

/** Profiles in a running cluster. */
public record Profiles(KubernetesClient client, String namespace) {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Those of the namespace {@code default}. */
  public Profiles(KubernetesClient client) {
    this(client, "default");
  }

  /**
   * A queue whose matches print their environment.
   *
   * @param rules the rules, as the value of {@code rules} in YAML's flow form
   * @param more further lines of the spec, indented by two; may be empty
   */
  static MatchmakerProfile printing(String name, String rules, String more) {
    return parse(
        """
        apiVersion: muster.dev/v1alpha1
        kind: MatchmakerProfile
        metadata:
          name: %s
          namespace: default
        spec:
          rules: %s
          gameServer:
            template:
              spec:
                containers: [{name: game, image: "%s"}]
            ports: [{name: gameport, containerPort: 7777}]
            assignWhen: Running
        %s
        """
            .formatted(name, rules, TestImages.PRINT_ENV, more));
  }

  public static MatchmakerProfile parse(String yaml) {
    return Serialization.unmarshal(yaml, MatchmakerProfile.class);
  }

  /** Applies it and waits until the runtime serves it. */
  public MatchmakerProfile serve(MatchmakerProfile profile) {
    apply(profile);
    return await("profile " + profile.getMetadata().getName() + " is Ready")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> get(profile.getMetadata().getName()), Profiles::isServed);
  }

  /**
   * Whether the runtime serves it as it stands: one that is refused is Ready with its last good.
   */
  static boolean isServed(MatchmakerProfile profile) {
    return is(profile, "Accepted", "True") && is(profile, "Ready", "True");
  }

  void apply(MatchmakerProfile profile) {
    client.resource(profile).fieldManager("e2e").forceConflicts().serverSideApply();
  }

  MatchmakerProfile get(String name) {
    return client.resources(MatchmakerProfile.class).inNamespace(namespace).withName(name).get();
  }

  /** Whether a condition of the current generation has that status. */
  static boolean is(MatchmakerProfile profile, String type, String status) {
    return condition(profile, type)
        .filter(
            condition ->
                condition.getStatus().equals(status)
                    && profile
                        .getMetadata()
                        .getGeneration()
                        .equals(condition.getObservedGeneration()))
        .isPresent();
  }

  static Optional<Condition> condition(MatchmakerProfile profile, String type) {
    if (profile.getStatus() == null || profile.getStatus().conditions() == null) {
      return Optional.empty();
    }
    return profile.getStatus().conditions().stream()
        .filter(condition -> condition.getType().equals(type))
        .findFirst();
  }
}
