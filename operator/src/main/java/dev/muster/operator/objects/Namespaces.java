package dev.muster.operator.objects;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;

/** What is to be known of namespaces. */
public final class Namespaces {
  private static final String TERMINATING = "NamespaceTerminating";
  private static final int FORBIDDEN = 403;

  private Namespaces() {}

  /**
   * Whether something could not be made because its namespace is going. So goes everything in it:
   * there is nothing to do any more.
   */
  public static boolean isGoing(KubernetesClientException refusal) {
    return refusal.getCode() == FORBIDDEN
        && Optional.ofNullable(refusal.getStatus())
            .map(Status::getDetails)
            .map(StatusDetails::getCauses)
            .orElse(List.of())
            .stream()
            .map(StatusCause::getReason)
            .anyMatch(TERMINATING::equals);
  }
}
