package dev.muster.engine;

import dev.muster.engine.ticket.Cancellation;
import dev.muster.engine.ticket.Search;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the engine did by itself. */
public sealed interface Event {
  /**
   * A match was made; its groups no longer search.
   *
   * @param expansion the lowest stage among its groups: {@code initial}, or its seconds in digits
   * @param location the common beacon with the lowest worst latency; "" without a latencies rule or
   *     among players who know no beacon
   * @param teams the teams, that of the oldest group first; groups in each by age
   * @param equality the resolved value by stringEquality rule
   * @param intersection the resolved values by intersection rule, in the order of the oldest
   *     ticket's list
   * @param backfill the backfill that the one group of the one team fills, and that no longer
   *     searches; empty for a new match
   */
  record MatchMade(
      String expansion,
      String location,
      List<Team> teams,
      Map<String, String> equality,
      Map<String, List<String>> intersection,
      Optional<String> backfill)
      implements Event {
    public MatchMade {
      teams = List.copyOf(teams);
      equality = Map.copyOf(equality);
      intersection = Map.copyOf(intersection);
    }
  }

  /** The groups that play together. */
  record Team(List<Search> groups) {
    public Team {
      groups = List.copyOf(groups);
    }
  }

  /** A group no longer searches, for a reason that its players can read. */
  record GroupCancelled(Search search, Cancellation cancellation) implements Event {}

  /** A backfill no longer searches. */
  record BackfillCancelled(String backfillId, Cancellation cancellation) implements Event {}
}
