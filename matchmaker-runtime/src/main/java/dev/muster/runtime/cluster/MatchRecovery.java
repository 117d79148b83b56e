package dev.muster.runtime.cluster;

import dev.muster.api.v1alpha1.Match;
import dev.muster.runtime.loop.ClusterCommands;
import dev.muster.runtime.loop.CommittedMatch;
import dev.muster.runtime.store.StoredGroup;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the loop back the matches that an earlier run made.
 *
 * <p>Matches that still live come first: a group that searched again after a failed match and found
 * another belongs to the other, even when the failed one could not be marked in time.
 */
final class MatchRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(MatchRecovery.class);

  private final ClusterCommands loop;
  private final MatchFollower follower;
  private final Clock clock;
  private final Function<String, Duration> removalPeriod;
  private final Set<String> groups = new HashSet<>();

  /**
   * Recovers nothing yet.
   *
   * @param removalPeriod how long tickets of a profile's ended match can be read, by its name
   */
  MatchRecovery(
      ClusterCommands loop,
      MatchFollower follower,
      Clock clock,
      Function<String, Duration> removalPeriod) {
    this.loop = loop;
    this.follower = follower;
    this.clock = clock;
    this.removalPeriod = removalPeriod;
  }

  /** Recovers Matches that exist; gives the number of those whose tickets came back. */
  int recover(Collection<Match> matches) {
    int recovered = 0;
    for (var match : inOrder(matches)) {
      if (!follower.follows(match.getMetadata().getName()) && recover(match)) {
        recovered++;
      }
    }
    return recovered;
  }

  private static List<Match> inOrder(Collection<Match> matches) {
    return matches.stream()
        .sorted(
            Comparator.<Match, Boolean>comparing(
                    match -> MatchProgress.of(match) instanceof MatchProgress.Failed)
                .thenComparing(match -> match.getMetadata().getName()))
        .toList();
  }

  private boolean recover(Match match) {
    var committed = isOver(match) ? Optional.<CommittedMatch>empty() : read(match);
    if (committed.isEmpty()) {
      follower.ignored(match);
      return false;
    }
    var stillOpen = committed.flatMap(this::withoutKnownGroups);
    stillOpen.ifPresent(this::handOver);
    follower.recovered(match);
    follower.seen(match);
    return stillOpen.isPresent();
  }

  private void handOver(CommittedMatch match) {
    match.groups().map(StoredGroup::id).forEach(groups::add);
    var unused = loop.recover(match);
  }

  private boolean isOver(Match match) {
    var progress = MatchProgress.of(match);
    if (progress instanceof MatchProgress.Failed failed) {
      return failed.released();
    }
    return progress instanceof MatchProgress.Completed completed
        && (completed.assignment().isEmpty() || isForgotten(match));
  }

  /** Whether nobody can read the tickets of a completed match any more. */
  private boolean isForgotten(Match match) {
    var endedAt = match.getStatus().endedAt();
    if (endedAt == null || match.getSpec() == null) {
      return true;
    }
    try {
      var readableUntil =
          Instant.parse(endedAt).plus(removalPeriod.apply(match.getSpec().profile()));
      return clock.instant().isAfter(readableUntil);
    } catch (DateTimeParseException e) {
      return true;
    }
  }

  private static Optional<CommittedMatch> read(Match match) {
    try {
      return Optional.of(RecoveredMatch.of(match));
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("match", match.getMetadata().getName())
          .addKeyValue("cause", e.toString())
          .log("A Match cannot be read; its tickets are lost");
      return Optional.empty();
    }
  }

  private Optional<CommittedMatch> withoutKnownGroups(CommittedMatch match) {
    var teams =
        match.teams().stream()
            .map(
                team ->
                    new CommittedMatch.Team(
                        team.id(),
                        team.groups().stream().filter(g -> !groups.contains(g.id())).toList()))
            .filter(team -> !team.groups().isEmpty())
            .toList();
    return teams.isEmpty() ? Optional.empty() : Optional.of(with(match, teams));
  }

  private static CommittedMatch with(CommittedMatch match, List<CommittedMatch.Team> teams) {
    return new CommittedMatch(
        match.name(),
        match.profile(),
        match.queue(),
        match.revision(),
        match.matchId(),
        match.expansion(),
        match.location(),
        teams,
        match.equality(),
        match.intersection(),
        match.backfill(),
        match.foundAtMillis());
  }
}
