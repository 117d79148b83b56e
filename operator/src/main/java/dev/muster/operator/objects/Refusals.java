package dev.muster.operator.objects;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Answers of the API server that only another object can change. */
public final class Refusals {
  private static final Set<Integer> CODES = Set.of(400, 403, 404, 422);

  private Refusals() {}

  /**
   * Whether the object itself is at fault, so that the same one would be refused again. False also
   * where its namespace is going.
   */
  public static boolean isRefusal(KubernetesClientException answer) {
    return CODES.contains(answer.getCode()) && !Namespaces.isGoing(answer);
  }

  /** The API server's words. */
  public static String message(KubernetesClientException refusal) {
    return Optional.ofNullable(refusal.getStatus())
        .map(Status::getMessage)
        .orElseGet(refusal::getMessage);
  }

  /** What is wrong, by field; empty where the API server names none. */
  public static List<StatusCause> causes(KubernetesClientException refusal) {
    return Optional.ofNullable(refusal.getStatus())
        .map(Status::getDetails)
        .map(StatusDetails::getCauses)
        .orElse(List.of())
        .stream()
        .filter(cause -> cause.getField() != null && cause.getMessage() != null)
        .toList();
  }
}
