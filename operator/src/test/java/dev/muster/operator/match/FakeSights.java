package dev.muster.operator.match;

import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchStatus;
import dev.muster.operator.objects.Times;
import dev.muster.operator.testing.Fixtures;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Matches as the API server has them, and as a cache shows them that follows only when told. */
final class FakeSights implements StartSights {
  static final MatchmakerRef ARENA = new MatchmakerRef("games", "arena");

  final Map<String, Match> truth = new ConcurrentHashMap<>();
  final Map<String, Match> cache = new ConcurrentHashMap<>();
  final List<Pod> pods = new ArrayList<>();
  volatile StartLimits limits = StartLimits.NONE;

  /** A match that has just been made, in both. */
  Match made(String name, Instant at) {
    var match = match(name, at);
    truth.put(name, match);
    cache.put(name, match);
    return match;
  }

  static Match match(String name, Instant at) {
    var match = Fixtures.match();
    match.getMetadata().setName(name);
    match.getMetadata().setUid("uid of " + name);
    match.getMetadata().setCreationTimestamp(Times.seconds(at));
    return match;
  }

  /** The operator writes a status; the cache does not show it. */
  Match write(String name, MatchStatus.Phase phase, Integer attempt, Instant attemptedAt) {
    var before = truth.get(name);
    var match = match(name, Times.parse(before.getMetadata().getCreationTimestamp()).orElseThrow());
    match.setStatus(
        new MatchStatus(
            phase,
            null,
            attempt,
            null,
            null,
            null,
            null,
            Times.precise(attemptedAt),
            null,
            null,
            null,
            null,
            List.of()));
    truth.put(name, match);
    return match;
  }

  /** The cache catches up with one match. */
  void show(String name) {
    if (truth.containsKey(name)) {
      cache.put(name, truth.get(name));
    } else {
      cache.remove(name);
    }
  }

  @Override
  public StartLimits limits(MatchmakerRef of) {
    return limits;
  }

  @Override
  public Collection<Match> matches(MatchmakerRef of) {
    return List.copyOf(cache.values());
  }

  @Override
  public Collection<Pod> pods(MatchmakerRef of) {
    return pods;
  }

  @Override
  public Collection<Match> matchesNow(MatchmakerRef of) {
    return List.copyOf(truth.values());
  }
}
