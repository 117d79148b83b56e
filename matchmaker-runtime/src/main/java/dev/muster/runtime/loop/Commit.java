package dev.muster.runtime.loop;

import dev.muster.engine.Event;
import dev.muster.engine.ticket.Search;
import dev.muster.runtime.store.GroupState.Place;
import dev.muster.runtime.store.StoredGroup;
import dev.muster.runtime.store.TicketStore;
import dev.muster.runtime.ticket.IdSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Commits tickets to the matches that the engine makes. Not thread-safe. */
final class Commit {
  private final TicketStore store;
  private final IdSource ids;
  private final MatchIds matchIds = new MatchIds();

  Commit(TicketStore store, IdSource ids) {
    this.store = store;
    this.ids = ids;
  }

  void skipPast(long millis) {
    matchIds.skipPast(millis);
  }

  /**
   * Commits all tickets or none.
   *
   * @return empty, and nothing is changed, when not every group was searching any more
   */
  Optional<CommittedMatch> commit(QueueRevision revision, Event.MatchMade made, long nowMillis) {
    var teams = teams(made);
    var match = match(revision, made, teams, nowMillis);
    return teams.isPresent() && store.commitMatch(match.queue(), places(match))
        ? Optional.of(match)
        : Optional.empty();
  }

  /** The teams with their groups as stored; empty when one of them is no longer stored. */
  private Optional<List<CommittedMatch.Team>> teams(Event.MatchMade made) {
    var teams = new ArrayList<CommittedMatch.Team>();
    for (var team : made.teams()) {
      var groups = team.groups().stream().map(this::stored).flatMap(Optional::stream).toList();
      if (groups.size() < team.groups().size()) {
        return Optional.empty();
      }
      teams.add(new CommittedMatch.Team(ids.xid(), groups));
    }
    return Optional.of(teams);
  }

  private Optional<StoredGroup> stored(Search search) {
    return store.group(search.group().id());
  }

  private CommittedMatch match(
      QueueRevision revision,
      Event.MatchMade made,
      Optional<List<CommittedMatch.Team>> teams,
      long nowMillis) {
    return new CommittedMatch(
        revision.profileName() + "-" + ids.xid(),
        revision.profileName(),
        revision.queue(),
        revision.revision(),
        matchIds.next(revision.queue(), made.expansion(), nowMillis),
        made.expansion(),
        made.location(),
        teams.orElse(List.of()),
        new TreeMap<>(made.equality()),
        new TreeMap<>(made.intersection()),
        made.backfill(),
        nowMillis);
  }

  private static Map<String, Place> places(CommittedMatch match) {
    var places = new LinkedHashMap<String, Place>();
    for (var team : match.teams()) {
      for (var group : team.groups()) {
        places.put(
            group.id(), new Place(match.name(), match.matchId(), team.id(), match.foundAtMillis()));
      }
    }
    return places;
  }
}
