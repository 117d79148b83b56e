package dev.muster.bench.pool;

import dev.muster.engine.Admission;
import dev.muster.engine.Event;
import dev.muster.engine.Event.MatchMade;
import dev.muster.engine.Matchmaking;
import dev.muster.engine.ticket.Search;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An implementation of the engine, driven by the commands by which the runtime drives it. */
final class Engine implements Contender {
  private static final long START = 1_700_000_000_000L;

  private final Matchmaking matchmaking;
  private final boolean streams;
  private final List<Search> searches;
  private final Map<String, Entrant> byId = new HashMap<>();
  private final List<Event> events = new ArrayList<>();
  private final List<Long> instants = new ArrayList<>();

  /**
   * A run.
   *
   * @param streams whether matches are made after each arrival, one ms from one to the next; else
   *     once after the last
   */
  Engine(Matchmaking matchmaking, Workload workload, List<Entrant> entrants, boolean streams) {
    this.matchmaking = matchmaking;
    this.streams = streams;
    this.searches = new ArrayList<>(entrants.size());
    for (int i = 0; i < entrants.size(); i++) {
      searches.add(entrants.get(i).searchingSince(START + (streams ? i : 0), workload));
      byId.put(entrants.get(i).id(), entrants.get(i));
    }
  }

  @Override
  public void run() {
    for (var search : searches) {
      var admission = matchmaking.add(search, search.sinceMillis());
      if (admission instanceof Admission.Refused) {
        continue; // A group larger than any team: the queue's door would not let it in.
      }
      if (!(admission instanceof Admission.Searching)) {
        throw new IllegalStateException(search.group().id() + " was not let in: " + admission);
      }
      if (streams) {
        take(matchmaking.advanceFully(search.sinceMillis()), search.sinceMillis());
      }
    }
    if (!streams) {
      take(matchmaking.advanceFully(START), START);
    }
  }

  private void take(List<Event> made, long instant) {
    for (var event : made) {
      events.add(event);
      instants.add(instant);
    }
  }

  @Override
  public List<Made> made() {
    var made = new ArrayList<Made>();
    for (int i = 0; i < events.size(); i++) {
      long instant = instants.get(i);
      var match = (MatchMade) events.get(i);
      made.add(
          new Made(
              match.teams().stream()
                  .map(
                      team ->
                          team.groups().stream()
                              .map(search -> byId.get(search.group().id()))
                              .toList())
                  .toList(),
              match.teams().stream()
                  .flatMap(team -> team.groups().stream())
                  .map(search -> instant - search.sinceMillis())
                  .toList()));
    }
    return made;
  }
}
