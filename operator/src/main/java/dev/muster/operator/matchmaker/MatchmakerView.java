package dev.muster.operator.matchmaker;

import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.api.v1alpha1.MatchmakerSpec;
import dev.muster.api.v1alpha1.MatchmakerStatus;
import dev.muster.operator.conditions.Conditions;
import dev.muster.operator.conditions.Finding;
import dev.muster.operator.objects.Names;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * All that a plan for a Matchmaker is made from.
 *
 * @param deployment its Deployment, if it is there
 * @param service its Service, if it is there
 * @param tokensExist whether the Secret with its tokens exists and holds some
 * @param isServed whether a profile belongs to it
 * @param refusal what the API server has against the objects that would be made of it
 * @param placement where runtimes run
 */
record MatchmakerView(
    Matchmaker matchmaker,
    Instant now,
    Optional<Deployment> deployment,
    Optional<Service> service,
    boolean tokensExist,
    boolean isServed,
    Optional<String> refusal,
    RuntimePlacement placement) {
  private static final MatchmakerStatus NEW = new MatchmakerStatus(null, null, null, null, null);

  /** The same, after the API server has refused what would be made of it. */
  MatchmakerView refused(String words) {
    return new MatchmakerView(
        matchmaker, now, deployment, service, tokensExist, isServed, Optional.of(words), placement);
  }

  /** Whether the API server has taken what this generation of the spec makes. */
  boolean isKnownGood() {
    return Objects.equals(status().observedGeneration(), matchmaker.getMetadata().getGeneration())
        && Conditions.isTrue(status().conditions(), Finding.ACCEPTED);
  }

  String name() {
    return matchmaker.getMetadata().getName();
  }

  String namespace() {
    return matchmaker.getMetadata().getNamespace();
  }

  /** The spec, or one with every default. */
  MatchmakerSpec spec() {
    return matchmaker.getSpec() == null ? MatchmakerSpec.defaults() : matchmaker.getSpec();
  }

  /** The status, or one without anything. */
  MatchmakerStatus status() {
    return matchmaker.getStatus() == null ? NEW : matchmaker.getStatus();
  }

  /** The Secret with the tokens that the spec asks for. */
  String wantedTokens() {
    return Names.tokens(name(), spec());
  }

  /**
   * The Secret whose tokens the runtime is to take: the wanted one, unless that is missing and a
   * runtime was started with another. To mount what is not there would end that runtime, and nobody
   * could start the next one.
   */
  String mountedTokens() {
    return tokensExist
        ? wantedTokens()
        : deployment.flatMap(RuntimeDeployment::tokens).orElseGet(this::wantedTokens);
  }

  /** How many runtimes there should be. */
  int replicas() {
    return spec().replicas() == null ? 1 : spec().replicas();
  }
}
