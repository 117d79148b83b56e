package dev.muster.engine;

import dev.muster.engine.profile.Profile;
import dev.muster.engine.ticket.Search;
import java.util.List;
import java.util.Objects;

/**
 * A group and others that wait with it, as they were at one moment: enough to look into away from
 * the queue.
 *
 * @param profile the rules in force
 * @param beaconsListed whether the Matchmaker lists beacons
 * @param group the group that is asked about
 * @param groups this group and others that wait, the longest-waiting first; not more than were
 *     asked for
 * @param waiting how many groups wait, whether or not they are here
 * @param backfills how many backfills search
 */
public record Snapshot(
    Profile profile,
    boolean beaconsListed,
    Search group,
    List<Search> groups,
    int waiting,
    int backfills) {
  public Snapshot {
    Objects.requireNonNull(profile, "profile");
    Objects.requireNonNull(group, "group");
    groups = List.copyOf(groups);
  }

  /** Whether everyone who waits is in it. */
  public boolean isWhole() {
    return groups.size() == waiting;
  }
}
