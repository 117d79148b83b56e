package dev.muster.operator;

import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Backfill;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.api.v1alpha1.MatchmakerProfile;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.AnyNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Which of Muster's kinds the API server serves. */
final class ServedKinds {
  private static final List<Class<? extends HasMetadata>> NEEDED =
      List.of(Matchmaker.class, MatchmakerProfile.class, Match.class, Backfill.class);

  /** No object can be called so: the kind itself is asked for, not its objects. */
  private static final String NOBODY = "-";

  private ServedKinds() {}

  /**
   * Waits until all kinds are served: a CRD is so only a while after it was created.
   *
   * @param namespaces those that are watched; empty for all. The question is asked in one of them:
   *     who may not see the others is refused before the API server looks whether the kind is there
   * @throws IllegalStateException when that takes longer than {@code most}, with what is missing
   * @throws KubernetesClientException when the API server answers otherwise, or not at all
   */
  static void await(KubernetesClient client, Set<String> namespaces, Duration most) {
    var namespace = namespaces.stream().min(Comparator.naturalOrder());
    var kinds = NEEDED.stream().map(kind -> new Kind(client, kind, namespace)).toList();
    try {
      CompletableFuture.allOf(kinds.stream().map(Kind::served).toArray(CompletableFuture[]::new))
          .orTimeout(most.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof KubernetesClientException problem
          ? problem
          : notServed(kinds, e);
    } finally {
      kinds.forEach(Kind::close);
    }
  }

  private static IllegalStateException notServed(List<Kind> kinds, CompletionException e) {
    if (!(e.getCause() instanceof TimeoutException)) {
      return new IllegalStateException("The API server cannot be asked for its kinds", e);
    }
    var missing =
        kinds.stream()
            .filter(kind -> !kind.served().isDone())
            .map(Kind::plural)
            .collect(Collectors.toCollection(TreeSet::new));
    return new IllegalStateException(
        "The API server does not serve "
            + missing
            + " of "
            + Api.GROUP
            + "/"
            + Api.VERSION
            + ": install the CRDs of Muster first");
  }

  /**
   * One kind, watched until it answers. Asked of the kind itself: discovery may name it before it
   * answers.
   */
  private static final class Kind implements AutoCloseable {
    private final String plural;
    private final SharedIndexInformer<? extends HasMetadata> informer;
    private final CompletableFuture<Void> served = new CompletableFuture<>();

    Kind(KubernetesClient client, Class<? extends HasMetadata> kind, Optional<String> namespace) {
      plural = HasMetadata.getPlural(kind);
      informer =
          in(namespace, client.resources(kind))
              .withField("metadata.name", NOBODY)
              .runnableInformer(0);
      informer.exceptionHandler((started, problem) -> asksAgainAfter(problem));
      informer.start().thenRun(() -> served.complete(null));
    }

    private static <R extends HasMetadata, L> AnyNamespaceOperation<R, L, Resource<R>> in(
        Optional<String> namespace, MixedOperation<R, L, Resource<R>> kind) {
      return namespace.isPresent() ? kind.inNamespace(namespace.get()) : kind.inAnyNamespace();
    }

    private boolean asksAgainAfter(Throwable problem) {
      var cause = problem instanceof CompletionException ? problem.getCause() : problem;
      int code = cause instanceof KubernetesClientException refusal ? refusal.getCode() : 0;
      if (code == 404) {
        return true;
      }
      if (code == 403) {
        // It may be there, only not ours to see.
        served.complete(null);
      } else {
        served.completeExceptionally(cause);
      }
      return false;
    }

    CompletableFuture<Void> served() {
      return served;
    }

    String plural() {
      return plural;
    }

    @Override
    public void close() {
      informer.stop();
    }
  }
}
