package dev.muster.operator.match;

import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchStatus;
import dev.muster.operator.conditions.Conditions;
import dev.muster.operator.conditions.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The matches of one Matchmaker at one moment: which have a server or get one, and which wait to
 * start one, the oldest first. Decides whose turn it is.
 *
 * <p>A match holds its place from its first attempt until it is over and none of its pods lives: a
 * retry needs no other place, but it is a start like any other.
 *
 * @param running the names of the matches that hold a place
 * @param waiting the matches that wait, the oldest first
 * @param starts when servers were started in the last second, in order
 * @param now the time
 */
record StartLine(Set<String> running, List<Match> waiting, List<Instant> starts, Instant now) {
  /** In any period of this length at most maxStartsPerSecond servers start. */
  static final Duration PERIOD = Duration.ofSeconds(1);

  /** The oldest first; the name decides between those of one second. */
  private static final Comparator<Match> BY_AGE =
      Comparator.comparing((Match match) -> match.getMetadata().getCreationTimestamp())
          .thenComparing(match -> match.getMetadata().getName());

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
  private static final Duration LATER_FOR_EACH_AHEAD = Duration.ofMillis(100);

  /**
   * The line.
   *
   * @param matches those of the Matchmaker that are not over
   * @param letThrough the names of those that may start, though their status does not show it yet
   * @param withPods the names of matches with a pod that lives, whatever became of the match
   */
  static StartLine of(
      Collection<Match> matches,
      Set<String> letThrough,
      Set<String> withPods,
      Collection<Instant> starts,
      Instant now) {
    var running = new HashSet<>(letThrough);
    running.addAll(withPods);
    matches.stream().filter(StartLine::holdsPlace).map(StartLine::name).forEach(running::add);
    var waiting =
        matches.stream()
            .filter(match -> !letThrough.contains(name(match)))
            .filter(match -> waits(match, running.contains(name(match))))
            .sorted(BY_AGE)
            .toList();
    return new StartLine(
        running, waiting, starts.stream().filter(at -> isRecent(at, now)).sorted().toList(), now);
  }

  /** Whether a start still counts. */
  static boolean isRecent(Instant start, Instant now) {
    return Duration.between(start, now).abs().compareTo(PERIOD) < 0;
  }

  /** Whether a match, by its status, has a server or gets one. */
  static boolean holdsPlace(Match match) {
    return startsServer(match) && MatchView.attempt(match) > 0 && !MatchView.hasEnded(match);
  }

  /** Whether a match has a server of its own; one that fills a Backfill has none. */
  static boolean startsServer(Match match) {
    return match.getSpec() != null && match.getSpec().backfill() == null;
  }

  /** Whether a match stands in line; one that could not start anyway holds nobody up. */
  private static boolean waits(Match match, boolean holdsPlace) {
    return startsServer(match)
        && !MatchView.hasEnded(match)
        && match.getMetadata().getDeletionTimestamp() == null
        && MatchSpecs.problem(match.getSpec()).isEmpty()
        && (holdsPlace ? isHeld(match) : !lacksHome(match));
  }

  private static boolean lacksHome(Match match) {
    return isNotReadyFor(match, Reason.MatchmakerMissing, Reason.SecretMissing);
  }

  /** Whether the match's status says that it waits here. */
  static boolean isHeld(Match match) {
    return isNotReadyFor(match, Reason.MaxRunningMatches, Reason.MaxStartsPerSecond);
  }

  private static boolean isNotReadyFor(Match match, Reason one, Reason other) {
    return Conditions.find(MatchView.status(match).conditions(), Finding.READY)
        .map(ready -> ready.getReason())
        .filter(reason -> reason.equals(one.name()) || reason.equals(other.name()))
        .isPresent();
  }

  /** Whether it is a match's turn. */
  Turn turn(Match match, StartLimits limits) {
    var ahead = waiting.stream().takeWhile(other -> BY_AGE.compare(other, match) < 0).toList();
    long newAhead = ahead.stream().filter(other -> !running.contains(name(other))).count();
    var most = limits.maxRunning();
    if (most.isPresent()
        && !running.contains(name(match))
        && running.size() + newAhead >= most.get()) {
      return full(match, most.get(), newAhead);
    }
    long free = most.map(count -> Math.max(0L, count - running.size())).orElse(Long.MAX_VALUE);
    return limits
        .perSecond()
        .map(rate -> paced(match, rate, ahead.size() - newAhead + Math.min(newAhead, free)))
        .orElseGet(() -> new Turn.Go(now));
  }

  private Turn full(Match match, int most, long ahead) {
    return new Turn.Wait(
        Reason.MaxRunningMatches,
        "Waits for room: %d matches of Matchmaker %s have a server or get one, at most %d may"
                .formatted(running.size(), match.getSpec().matchmaker(), most)
            + " (maxRunningMatches); the oldest goes first",
        LOOK_AGAIN.plus(LATER_FOR_EACH_AHEAD.multipliedBy(ahead)));
  }

  private Turn paced(Match match, int rate, long ahead) {
    if (starts.size() + ahead < rate) {
      return new Turn.Go(now);
    }
    return new Turn.Wait(
        Reason.MaxStartsPerSecond,
        "Waits its turn: Matchmaker %s starts at most %d servers in a second (maxStartsPerSecond)"
            .formatted(match.getSpec().matchmaker(), rate),
        untilFree(rate, ahead));
  }

  /** When the last of {@code ahead + 1} starts may be, if those before come as early as can be. */
  private Duration untilFree(int rate, long ahead) {
    int spare = Math.max(0, rate - starts.size());
    var times = Stream.concat(starts.stream(), Stream.generate(() -> now).limit(spare)).toList();
    var counted = times.subList(times.size() - rate, times.size());
    long beyond = ahead - spare;
    var free = counted.get((int) (beyond % rate)).plus(PERIOD.multipliedBy(beyond / rate + 1));
    return Duration.between(now, free).plusMillis(1);
  }

  /** The matches whose turn it is: so many as there is room for. */
  List<Match> next(StartLimits limits) {
    return waiting.stream().takeWhile(match -> turn(match, limits) instanceof Turn.Go).toList();
  }

  /** How far a status has come: the attempt, and whether it is over. */
  static boolean shows(MatchStatus status, int attempt) {
    return status.phase() == MatchStatus.Phase.Completed
        || status.phase() == MatchStatus.Phase.Failed
        || (status.attempt() != null && status.attempt() >= attempt);
  }

  private static String name(Match match) {
    return match.getMetadata().getName();
  }
}
