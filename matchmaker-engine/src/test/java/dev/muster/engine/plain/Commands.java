package dev.muster.engine.plain;

import dev.muster.engine.Entry;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.ticket.Backfill;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Search;
import dev.muster.engine.ticket.Ticket;
import java.util.ArrayList;
import java.util.List;

/** Draws what players, game servers and designers do next, under random rules. */
abstract class Commands {
  final RandomStream stream;

  /** So many wait at most. */
  final int mostGroups;

  /** Who may come back. */
  final List<Search> matched = new ArrayList<>();

  Profile profile;
  long now = 1_000_000;

  Commands(RandomStream stream, int mostGroups) {
    this.stream = stream;
    this.mostGroups = mostGroups;
    this.profile = stream.profile();
  }

  /** Who waits, in an order that does not depend on chance. */
  abstract List<Search> waiting();

  abstract void add(Search search);

  abstract void remove(Search search);

  abstract void add(Backfill backfill);

  abstract void removeBackfill(String id);

  /** Draws whether the rules change, and how. */
  abstract void change();

  /** Lets matches be made now, and judges them. */
  abstract void advance();

  abstract long nextDueMillis();

  /** The search of a group that comes now. */
  Search beginning(Group group) {
    return Search.beginning(group, now);
  }

  final void command() {
    switch (stream.between(0, 19)) {
      case 0, 1 -> removeSomeone();
      case 2, 3 -> add(stream.backfill(profile, "b" + stream.between(0, 5), now));
      case 4 -> removeBackfill("b" + stream.between(0, 5));
      case 5 -> change();
      case 6 -> comeBack();
      default -> addGroup();
    }
  }

  private void addGroup() {
    int most = profile.mostRelaxed().playerCount().maxTeamSize();
    var group = stream.group(profile, stream.oneIn(2) ? 1 : stream.between(1, most));
    if (group != null && waiting().size() < mostGroups) {
      add(beginning(group));
    }
  }

  private void comeBack() {
    if (!matched.isEmpty() && waiting().size() < mostGroups) {
      var search = matched.remove(stream.random.nextInt(matched.size()));
      var players = search.group().tickets().stream().map(Ticket::attributes).toList();
      if (Entry.recheck(profile, players, true).isEmpty()) {
        add(search.pausedFor(stream.between(1, 3_000)));
      }
    }
  }

  private void removeSomeone() {
    var waiting = waiting();
    if (!waiting.isEmpty()) {
      remove(waiting.get(stream.random.nextInt(waiting.size())));
    }
  }

  /** Goes through every due time on the way. */
  final void passTime(long millis) {
    long until = now + millis;
    while (nextDueMillis() <= until) {
      now = Math.max(now, nextDueMillis());
      advance();
    }
    now = until;
  }
}
