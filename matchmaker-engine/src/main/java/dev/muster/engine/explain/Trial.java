package dev.muster.engine.explain;

import dev.muster.engine.Event;
import dev.muster.engine.Matchmaking;
import dev.muster.engine.Snapshot;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.ticket.Search;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Plays a snapshot on, by other rules perhaps: a queue of its own, with the same groups at the same
 * ages, and nobody else. Work is bounded: it counts the groups that it has put into queues.
 */
final class Trial {
  /** So many groups may be put into queues for one answer. */
  private static final long MOST_GROUPS = 200_000;

  /** So many queues may be made for one answer. */
  private static final int MOST_RUNS = 100;

  /** So many instants are gone through in one queue. */
  private static final int MOST_INSTANTS = 1_000;

  private final Inquiry.Maker maker;
  private final Snapshot snapshot;
  private final long nowMillis;
  private long groups;
  private int runs;
  private boolean stopped;

  /** When a match of the group would be made, and which. */
  record Outcome(long atMillis, Event.MatchMade match) {}

  Trial(Inquiry.Maker maker, Snapshot snapshot, long nowMillis) {
    this.maker = maker;
    this.snapshot = snapshot;
    this.nowMillis = nowMillis;
  }

  /** Whether something was left out because there was too much of it. */
  boolean wasStopped() {
    return stopped;
  }

  /** The same queue by these rules, before time passes in it. */
  Matchmaking copy(Profile profile) {
    return copy(profile, snapshot.groups().stream());
  }

  /** The same queue, if those that came after the group had come with it. */
  Matchmaking copyWithoutLatecomers() {
    long latest = snapshot.group().sinceMillis();
    return copy(
        snapshot.profile(),
        snapshot.groups().stream()
            .map(
                search ->
                    new Search(
                        search.group(),
                        Math.min(search.sinceMillis(), latest),
                        search.pausedMillis())));
  }

  private Matchmaking copy(Profile profile, Stream<Search> searches) {
    var copy = maker.make(profile, snapshot.beaconsListed());
    searches.forEach(search -> copy.add(search, nowMillis));
    return copy;
  }

  /**
   * Lets time pass.
   *
   * @param untilMillis no match after this counts, ms since the epoch
   * @return empty when the group gets into no match, or when there is no room for another run
   */
  Optional<Outcome> run(Profile profile, long untilMillis) {
    groups += snapshot.groups().size();
    runs++;
    if (runs > MOST_RUNS || groups > MOST_GROUPS) {
      stopped = true;
      return Optional.empty();
    }
    var copy = copy(profile);
    long at = nowMillis;
    for (int instants = 0; instants < MOST_INSTANTS && at <= untilMillis; instants++) {
      for (var event : copy.advance(at)) {
        if (isEndOfGroup(event)) {
          long foundAt = at;
          return match(event).map(match -> new Outcome(foundAt, match));
        }
      }
      at = Math.max(at, copy.nextDueMillis());
    }
    stopped |= at <= untilMillis;
    return Optional.empty();
  }

  private boolean isEndOfGroup(Event event) {
    return event instanceof Event.GroupCancelled cancelled
        ? isTheGroup(cancelled.search())
        : match(event).stream()
            .flatMap(match -> match.teams().stream())
            .flatMap(team -> team.groups().stream())
            .anyMatch(this::isTheGroup);
  }

  private boolean isTheGroup(Search search) {
    return search.group().id().equals(snapshot.group().group().id());
  }

  private static Optional<Event.MatchMade> match(Event event) {
    return event instanceof Event.MatchMade match ? Optional.of(match) : Optional.empty();
  }
}
