package dev.muster.runtime.cluster;

import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchStatus;
import dev.muster.runtime.server.HeldMatch;
import dev.muster.runtime.server.HeldMatches;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The Matches that say they wait for room. Written by the cluster's thread, read by any. */
final class HeldIndex implements HeldMatches {
  private static final Set<String> REASONS = Set.of("MaxRunningMatches", "MaxStartsPerSecond");

  private final Map<String, HeldMatch> held = new ConcurrentHashMap<>();

  /** A Match as it is now. */
  void seen(Match match) {
    var name = match.getMetadata().getName();
    of(match).ifPresentOrElse(one -> held.put(name, one), () -> held.remove(name));
  }

  /** A Match no longer exists. */
  void gone(Match match) {
    held.remove(match.getMetadata().getName());
  }

  private static Optional<HeldMatch> of(Match match) {
    var status = match.getStatus();
    if (match.getSpec() == null || status == null || status.phase() != MatchStatus.Phase.Pending) {
      return Optional.empty();
    }
    return Optional.ofNullable(status.conditions()).orElse(List.of()).stream()
        .filter(condition -> "Ready".equals(condition.getType()))
        .filter(condition -> REASONS.contains(String.valueOf(condition.getReason())))
        .map(condition -> held(match, condition))
        .findFirst();
  }

  private static HeldMatch held(Match match, Condition ready) {
    return new HeldMatch(
        String.valueOf(match.getSpec().queue()),
        ready.getReason(),
        String.valueOf(ready.getMessage()));
  }

  @Override
  public Optional<HeldMatch> find(String match) {
    return Optional.ofNullable(held.get(match));
  }

  @Override
  public Collection<HeldMatch> all() {
    return List.copyOf(held.values());
  }
}
