package dev.muster.examples.gameserver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who has a seat in the match: at first those of the roster, later also who took a free one. */
final class Seats {
  private final int size;
  private final Map<String, Player> seated;
  private final Set<String> gone = new HashSet<>();
  private final Deque<String> freeByTeam = new ArrayDeque<>();
  private int numbers;

  Seats(Roster roster) {
    this.size = roster.size();
    this.numbers = roster.size();
    this.seated = new LinkedHashMap<>(roster.players());
  }

  /** The player of a ticket; empty when the ticket has no seat. */
  Optional<Player> player(String ticketId) {
    return Optional.ofNullable(seated.get(ticketId));
  }

  /** Gives a player's seat up, for good. */
  void vacate(Player player) {
    if (seated.remove(player.ticketId()) != null) {
      gone.add(player.ticketId());
      freeByTeam.add(player.teamId());
    }
  }

  /** Whether the ticket had a seat once and gave it up. */
  boolean hasLeft(String ticketId) {
    return gone.contains(ticketId);
  }

  /** Seats who came, as far as seats are free, each in the team of who left. */
  List<Player> seat(List<SeatSearch.Newcomer> newcomers) {
    var players = new ArrayList<Player>();
    for (var one : newcomers) {
      var team = freeByTeam.poll();
      if (team != null) {
        var player = new Player(++numbers, one.ticketId(), one.groupId(), team, one.attributes());
        seated.put(one.ticketId(), player);
        players.add(player);
      }
    }
    return players;
  }

  /** How many seats nobody has. */
  int free() {
    return freeByTeam.size();
  }

  Collection<Player> seated() {
    return seated.values();
  }

  /** How many seats there are, free or not. */
  int size() {
    return size;
  }
}
