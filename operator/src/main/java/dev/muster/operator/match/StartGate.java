package dev.muster.operator.match;

import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Match;
import dev.muster.operator.objects.Times;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Lets matches start servers one after the other, so that a Matchmaker's limits hold however many
 * reconciles run at once.
 *
 * <p>It counts what the cache shows, and puts right what the cache cannot show yet: the matches
 * that it has let through, and those that are over. Each is remembered until the cache shows it, so
 * a cache that lags lets nobody through. A gate that is new asks the API server once, since what
 * another operator did last may be missing in a cache that has just begun. Thread-safe.
 */
final class StartGate {
  /**
   * A match that the cache does not have any more may have left a pod that it does not have yet.
   */
  private static final Duration AFTER_DELETION = Duration.ofSeconds(10);

  /** Without limits nobody compares with the cache; by then it shows what was done. */
  private static final Duration UNLIMITED_KEEPS = Duration.ofMinutes(1);

  private final StartSights sights;
  private final Clock clock;
  private final Map<MatchmakerRef, OfOne> matchmakers = new ConcurrentHashMap<>();

  StartGate(StartSights sights, Clock clock) {
    this.sights = sights;
    this.clock = clock;
  }

  /** What the turn of a match would be, by the cache. Nothing is taken. */
  Turn look(Match match) {
    var now = clock.instant();
    var of = MatchmakerRef.of(match);
    var limits = of.map(sights::limits).orElse(StartLimits.NONE);
    return limits.isNone() || !StartLine.startsServer(match)
        ? new Turn.Go(now)
        : ofOne(of.orElseThrow()).look(match, limits, now);
  }

  /**
   * Lets a match through, if it is its turn: it counts from now on.
   *
   * @param attempt the number of the start; to ask again for the same takes nothing more
   * @param limits as they are now
   */
  Turn admit(Match match, int attempt, StartLimits limits) {
    return ofOne(MatchmakerRef.of(match).orElseThrow()).admit(match, attempt, limits);
  }

  /** A match is over, as its status says now. */
  void ended(Match match) {
    MatchmakerRef.of(match).ifPresent(of -> ofOne(of).ended(match));
  }

  /** The matches of a Matchmaker whose turn has come. */
  List<Match> next(MatchmakerRef of) {
    var limits = sights.limits(of);
    return limits.isNone() ? List.of() : ofOne(of).next(limits);
  }

  private OfOne ofOne(MatchmakerRef of) {
    return matchmakers.computeIfAbsent(of, OfOne::new);
  }

  /**
   * What was done to a match that the cache may not show yet.
   *
   * @param uid which match of that name
   * @param attempt the start that it was let through for
   * @param over whether it is over
   */
  private record Deed(String uid, int attempt, boolean over, Instant at) {
    boolean isShownBy(Match cached) {
      return !uid.equals(cached.getMetadata().getUid())
          || (over
              ? MatchView.hasEnded(cached)
              : StartLine.shows(MatchView.status(cached), attempt));
    }
  }

  /** The gate of one Matchmaker. */
  private final class OfOne {
    private final MatchmakerRef ref;
    private final Map<String, Deed> deeds = new HashMap<>();
    private final List<Instant> starts = new ArrayList<>();
    private boolean asked;

    OfOne(MatchmakerRef ref) {
      this.ref = ref;
    }

    synchronized Turn look(Match match, StartLimits limits, Instant now) {
      return isLetThrough(match, MatchView.attempt(match) + 1)
          ? new Turn.Go(now)
          : line(now).turn(match, limits);
    }

    synchronized List<Match> next(StartLimits limits) {
      return line(clock.instant()).next(limits);
    }

    synchronized Turn admit(Match match, int attempt, StartLimits limits) {
      var now = clock.instant();
      var turn = limits.isNone() ? unlimited(now) : limited(match, attempt, limits, now);
      if (turn instanceof Turn.Go && !isLetThrough(match, attempt)) {
        remember(match, new Deed(match.getMetadata().getUid(), attempt, false, now));
        starts.add(now);
      }
      return turn;
    }

    private Turn limited(Match match, int attempt, StartLimits limits, Instant now) {
      if (isLetThrough(match, attempt)) {
        return new Turn.Go(now);
      }
      if (!asked) {
        sights.matchesNow(ref).forEach(this::learn);
        asked = true;
      }
      return line(now).turn(match, limits);
    }

    private Turn unlimited(Instant now) {
      deeds.values().removeIf(deed -> deed.at().plus(UNLIMITED_KEEPS).isBefore(now));
      starts.removeIf(start -> !StartLine.isRecent(start, now));
      return new Turn.Go(now);
    }

    private boolean isLetThrough(Match match, int attempt) {
      var deed = deeds.get(match.getMetadata().getName());
      return deed != null
          && deed.uid().equals(match.getMetadata().getUid())
          && !deed.over()
          && deed.attempt() >= attempt;
    }

    /** Takes over what the API server says of a match. */
    private void learn(Match match) {
      if (!StartLine.startsServer(match)) {
        return;
      }
      var status = MatchView.status(match);
      var begun = Times.parse(status.attemptedAt());
      begun.ifPresent(starts::add);
      if (StartLine.holdsPlace(match)) {
        deeds.putIfAbsent(
            match.getMetadata().getName(),
            new Deed(match.getMetadata().getUid(), status.attempt(), false, clock.instant()));
      }
    }

    synchronized void ended(Match match) {
      remember(match, new Deed(match.getMetadata().getUid(), 0, true, clock.instant()));
    }

    private void remember(Match match, Deed deed) {
      deeds.put(match.getMetadata().getName(), deed);
    }

    private StartLine line(Instant now) {
      var cached =
          sights.matches(ref).stream()
              .collect(
                  Collectors.toMap(
                      match -> match.getMetadata().getName(), match -> match, (a, b) -> b));
      deeds.entrySet().removeIf(deed -> isKnown(deed, cached.get(deed.getKey()), now));
      starts.removeIf(start -> !StartLine.isRecent(start, now));
      var over = names(true);
      return StartLine.of(
          cached.values().stream()
              .filter(match -> !over.contains(match.getMetadata().getName()))
              .toList(),
          names(false),
          withPods(sights.pods(ref)),
          starts,
          now);
    }

    private boolean isKnown(Map.Entry<String, Deed> deed, Match cached, Instant now) {
      return cached == null
          ? deed.getValue().at().plus(AFTER_DELETION).isBefore(now)
          : deed.getValue().isShownBy(cached);
    }

    private Set<String> names(boolean over) {
      var names = new HashSet<String>();
      deeds.forEach(
          (name, deed) -> {
            if (deed.over() == over) {
              names.add(name);
            }
          });
      return names;
    }

    private static Set<String> withPods(Collection<Pod> pods) {
      return pods.stream()
          .filter(pod -> !new ServerPod(pod, Optional.empty()).isDead())
          .map(pod -> pod.getMetadata().getLabels().get(Api.MATCH_LABEL))
          .filter(Objects::nonNull)
          .collect(Collectors.toSet());
    }
  }
}
