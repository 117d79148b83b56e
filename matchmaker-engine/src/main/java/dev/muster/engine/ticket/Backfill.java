package dev.muster.engine.ticket;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A running server that wants exactly one more group.
 *
 * @param id unique among all backfills
 * @param server which server it is; the backfills of one server share their roster
 * @param roster who plays there now, by group; may be empty
 * @param groupSizes how many players the group may have; at least one size, each at least 1
 * @param sinceMillis when it was created, ms since the epoch; its age counts from here
 * @param expiresAtMillis from when on it takes nobody, ms since the epoch
 */
public record Backfill(
    String id,
    String server,
    List<Group> roster,
    Set<Integer> groupSizes,
    long sinceMillis,
    long expiresAtMillis) {
  public Backfill {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(server, "server");
    roster = List.copyOf(roster);
    groupSizes = java.util.Collections.unmodifiableSet(new TreeSet<>(groupSizes));
    if (groupSizes.isEmpty() || groupSizes.iterator().next() < 1) {
      throw new IllegalArgumentException(
          "groupSizes is " + groupSizes + ", at least one size of at least 1 was expected");
    }
  }
}
