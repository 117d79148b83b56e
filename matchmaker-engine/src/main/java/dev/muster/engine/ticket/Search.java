package dev.muster.engine.ticket;

import java.util.Objects;

/**
 * A group that searches, and since when.
 *
 * @param group who searches
 * @param sinceMillis when its search began (all ready), ms since the epoch; its age counts from
 *     here and stages follow from the age
 * @param pausedMillis how long its expiry clock stood still since, because it was in a match that
 *     failed to start; the age goes on meanwhile
 */
public record Search(Group group, long sinceMillis, long pausedMillis) {
  public Search {
    Objects.requireNonNull(group, "group");
    if (pausedMillis < 0) {
      throw new IllegalArgumentException(
          "pausedMillis is " + pausedMillis + ", at least 0 was expected");
    }
  }

  /** A search that begins now. */
  public static Search beginning(Group group, long nowMillis) {
    return new Search(group, nowMillis, 0);
  }

  /** How long it has searched, ms. */
  public long ageMillis(long nowMillis) {
    return nowMillis - sinceMillis;
  }

  /** The same search after another stay in a match that failed. */
  public Search pausedFor(long millis) {
    return new Search(group, sinceMillis, pausedMillis + millis);
  }
}
