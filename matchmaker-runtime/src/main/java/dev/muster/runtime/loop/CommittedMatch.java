package dev.muster.runtime.loop;

import dev.muster.runtime.store.StoredGroup;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A match whose tickets are committed to it.
 *
 * @param name the Match resource's name: {@code <profile>-<xid>}
 * @param profile the MatchmakerProfile resource's name
 * @param queue what clients call the queue
 * @param revision the ControllerRevision by whose rules it was made
 * @param matchId {@code <queue>_<expansion>-<time>}, unique and increasing within a queue
 * @param expansion the lowest stage among its groups: {@code initial}, or its seconds in digits
 * @param location the beacon that suits all players best; "" without one
 * @param teams that of the oldest group first
 * @param equality the resolved value by stringEquality rule
 * @param intersection the resolved values by intersection rule
 * @param backfill the Backfill resource that it fills; empty for a match with a server of its own
 * @param foundAtMillis when it was made, ms since the epoch
 */
public record CommittedMatch(
    String name,
    String profile,
    String queue,
    String revision,
    String matchId,
    String expansion,
    String location,
    List<Team> teams,
    SortedMap<String, String> equality,
    SortedMap<String, List<String>> intersection,
    Optional<String> backfill,
    long foundAtMillis) {
  public CommittedMatch {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(profile, "profile");
    Objects.requireNonNull(queue, "queue");
    Objects.requireNonNull(revision, "revision");
    Objects.requireNonNull(matchId, "matchId");
    Objects.requireNonNull(expansion, "expansion");
    Objects.requireNonNull(location, "location");
    Objects.requireNonNull(backfill, "backfill");
    teams = List.copyOf(teams);
    equality = sorted(equality);
    intersection = sorted(intersection);
  }

  private static <T> SortedMap<String, T> sorted(Map<String, T> map) {
    return java.util.Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }

  /** All groups, in the order of the teams. */
  public Stream<StoredGroup> groups() {
    return teams.stream().flatMap(team -> team.groups().stream());
  }

  /**
   * The groups that play together.
   *
   * @param id unique among all teams
   * @param groups by age, the oldest first; their state is SEARCHING or MATCH_FOUND in this match
   */
  public record Team(String id, List<StoredGroup> groups) {
    public Team {
      Objects.requireNonNull(id, "id");
      groups = List.copyOf(groups);
    }
  }
}
