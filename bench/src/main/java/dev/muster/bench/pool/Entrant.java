package dev.muster.bench.pool;

import dev.muster.engine.profile.Millionths;
import dev.muster.engine.ticket.AttributeValue.OfNumber;
import dev.muster.engine.ticket.AttributeValue.OfText;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Search;
import dev.muster.engine.ticket.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One group of a workload's file: its players stay together.
 *
 * @param id the party's, or the player's who is alone
 * @param players their ids, in the file's order
 * @param region which region, from 0
 * @param mode which mode, from 0
 * @param ranks by player
 */
record Entrant(String id, List<String> players, int region, int mode, List<Integer> ranks) {
  private static final int TICKET_BYTES = 300;

  Entrant {
    players = List.copyOf(players);
    ranks = List.copyOf(ranks);
  }

  int size() {
    return players.size();
  }

  /** The mean of the players' ranks. */
  double rank() {
    return ranks.stream().mapToInt(Integer::intValue).average().orElseThrow();
  }

  /** {@link #rank} as the engine rounds it. */
  private long meanMillionths() {
    long sum = ranks.stream().mapToLong(rank -> rank * Millionths.ONE).sum();
    return Millionths.mean(sum, size());
  }

  /**
   * The same as the engine takes it. Each player of a party says the party's mean: that is what the
   * rules look at, while the door would refuse a party whose own ranks lie too far apart.
   */
  Search searchingSince(long millis, Workload workload) {
    var tickets = new ArrayList<Ticket>();
    for (int i = 0; i < size(); i++) {
      tickets.add(
          new Ticket(
              players.get(i),
              workload.select(
                  Map.of(
                      Workload.REGION, new OfText("r" + region),
                      Workload.MODE, new OfText("m" + mode),
                      Workload.RANK, new OfNumber(meanMillionths()))),
              TICKET_BYTES));
    }
    return Search.beginning(new Group(id, tickets), millis);
  }
}
