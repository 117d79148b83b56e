package dev.muster.operator.match;

import dev.muster.api.v1alpha1.Match;
import dev.muster.operator.objects.Owners;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.Set;

/** Creates the pod of an attempt, once, however often it is asked to. */
final class PodCreation {
  private static final Set<Integer> REFUSALS = Set.of(400, 403, 404, 422);
  private static final int CONFLICT = 409;

  private final KubernetesClient client;

  PodCreation(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Creates a pod; one that exists and is the match's own will do.
   *
   * @return why the attempt has failed; empty when the pod exists
   * @throws KubernetesClientException when it is to be tried again
   */
  Optional<MatchView.Problem> create(Match match, Pod pod) {
    try {
      client.resource(pod).create();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      if (e.getCode() == CONFLICT) {
        return existing(match, pod, e);
      }
      if (REFUSALS.contains(e.getCode())) {
        return Optional.of(
            new MatchView.Problem(
                Reason.PodRefused, "the API server refused the pod: " + message(e)));
      }
      throw e;
    }
  }

  /** A conflict may also be one of quotas, which says nothing of the pod. */
  private Optional<MatchView.Problem> existing(
      Match match, Pod pod, KubernetesClientException conflict) {
    var existing = client.resource(pod).get();
    if (existing == null) {
      throw conflict;
    }
    return Owners.isOwnedBy(existing, match)
        ? Optional.empty()
        : Optional.of(
            new MatchView.Problem(
                Reason.PodNameTaken,
                "pod " + pod.getMetadata().getName() + " exists and is not this match's"));
  }

  private static String message(KubernetesClientException e) {
    return e.getStatus() == null || e.getStatus().getMessage() == null
        ? e.getMessage()
        : e.getStatus().getMessage();
  }
}
