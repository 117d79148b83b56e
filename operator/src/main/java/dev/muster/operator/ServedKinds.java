package dev.muster.operator;

import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Backfill;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.api.v1alpha1.MatchmakerProfile;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which of Muster's kinds the API server serves. */
final class ServedKinds {
  private static final List<Class<? extends HasMetadata>> NEEDED =
      List.of(Matchmaker.class, MatchmakerProfile.class, Match.class, Backfill.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private ServedKinds() {}

  /**
   * Waits until all kinds are served: a CRD is so only a while after it was created.
   *
   * @throws IllegalStateException when that takes longer than {@code most}, with what is missing
   */
  static void await(KubernetesClient client, Duration most) {
    long deadline = System.nanoTime() + most.toNanos();
    var missing = missing(client);
    while (!missing.isEmpty()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "The API server does not serve "
                + missing
                + " of "
                + Api.GROUP
                + "/"
                + Api.VERSION
                + ": install the CRDs of Muster first");
      }
      pause();
      missing = missing(client);
    }
  }

  private static Set<String> missing(KubernetesClient client) {
    return NEEDED.stream()
        .filter(kind -> !isServed(client, kind))
        .map(HasMetadata::getPlural)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Asked of the kind itself: discovery may name it before it answers. */
  private static boolean isServed(KubernetesClient client, Class<? extends HasMetadata> kind) {
    try {
      client.resources(kind).inAnyNamespace().list(new ListOptionsBuilder().withLimit(1L).build());
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == 404) {
        return false;
      }
      if (e.getCode() == 403) {
        // It is there, only not ours to see in all namespaces.
        return true;
      }
      throw e;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_LOOKS.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the CRDs of Muster", e);
    }
  }
}
