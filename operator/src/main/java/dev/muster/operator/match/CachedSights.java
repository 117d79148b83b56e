package dev.muster.operator.match;

import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.Matchmaker;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a gate sees, from the caches of the reconciler of matches. */
final class CachedSights implements StartSights {
  private static final String BY_MATCHMAKER = "by-matchmaker";

  private final KubernetesClient client;
  private IndexerResourceCache<Match> matches;
  private InformerEventSource<Pod, Match> pods;
  private InformerEventSource<Matchmaker, Match> matchmakers;

  CachedSights(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Sees from now on. To be called once, before anything starts.
   *
   * @param next the matches whose turn it is when the limits of their Matchmaker change
   * @return the watch of the Matchmakers
   */
  InformerEventSource<Matchmaker, Match> open(
      EventSourceContext<Match> context,
      InformerEventSource<Pod, Match> gameServers,
      Function<MatchmakerRef, Set<ResourceID>> next) {
    matches = context.getPrimaryCache();
    matches.addIndexer(BY_MATCHMAKER, match -> keys(MatchmakerRef.of(match).stream().toList()));
    pods = gameServers;
    pods.addIndexers(Map.of(BY_MATCHMAKER, pod -> keys(MatchmakerRef.of(pod).stream().toList())));
    matchmakers =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Matchmaker.class, Match.class)
                .withName("matchmakers-of-matches")
                .withSecondaryToPrimaryMapper(changed -> next.apply(ref(changed)))
                .withOnUpdateFilter(
                    (now, before) -> !StartLimits.of(now).equals(StartLimits.of(before)))
                .build(),
            context);
    return matchmakers;
  }

  private static List<String> keys(List<MatchmakerRef> refs) {
    return refs.stream().map(MatchmakerRef::key).toList();
  }

  private static MatchmakerRef ref(Matchmaker matchmaker) {
    return new MatchmakerRef(
        matchmaker.getMetadata().getNamespace(), matchmaker.getMetadata().getName());
  }

  @Override
  public StartLimits limits(MatchmakerRef of) {
    return matchmakers
        .get(new ResourceID(of.name(), of.namespace()))
        .map(StartLimits::of)
        .orElse(StartLimits.NONE);
  }

  @Override
  public Collection<Match> matches(MatchmakerRef of) {
    return matches.byIndex(BY_MATCHMAKER, of.key());
  }

  @Override
  public Collection<Pod> pods(MatchmakerRef of) {
    return pods.byIndex(BY_MATCHMAKER, of.key());
  }

  @Override
  public Collection<Match> matchesNow(MatchmakerRef of) {
    return client.resources(Match.class).inNamespace(of.namespace()).list().getItems().stream()
        .filter(match -> MatchmakerRef.of(match).filter(of::equals).isPresent())
        .collect(Collectors.toList());
  }
}
