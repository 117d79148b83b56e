package dev.muster.runtime.loop;

import dev.muster.engine.Event;
import dev.muster.engine.Matchmaking;
import dev.muster.engine.RefusalShare;
import dev.muster.engine.Snapshot;
import dev.muster.engine.ticket.Backfill;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One queue that is served: its rules, who searches in it, and when it has something to do. */
final class Queue {
  /** How long a queue rests whose matchmaking failed, so that it cannot keep the loop busy. */
  private static final long REST_MILLIS = 1_000;

  /** So many of the longest-waiting groups are looked at for what rules refuse: 496 pairs. */
  private static final int GROUPS_LOOKED_AT = 32;

  private static final long REFUSALS_EVERY_MILLIS = 2_500;

  private final Matchmaking matchmaking;
  private final Map<String, Backfill> backfills = new HashMap<>();
  private QueueRevision revision;
  private boolean touched = true;
  private long dueMillis = Long.MAX_VALUE;
  private List<RefusalShare> refusals = List.of();
  private long refusalsDueMillis = Long.MIN_VALUE;
  private boolean refusalsAreStale;

  Queue(QueueRevision revision, Matchmaking matchmaking) {
    this.revision = revision;
    this.matchmaking = matchmaking;
  }

  QueueRevision revision() {
    return revision;
  }

  /** The matchmaking, to be changed: the queue then has something to do at once. */
  Matchmaking matchmaking() {
    touched = true;
    return matchmaking;
  }

  /** The Backfills that the cluster says search here, by id, also while they are in a match. */
  Map<String, Backfill> backfills() {
    return backfills;
  }

  /** Lets go of all Backfills. */
  void dropBackfills() {
    backfills.keySet().forEach(matchmaking()::removeBackfill);
    backfills.clear();
  }

  List<Event> change(QueueRevision next, boolean beaconsListed, long nowMillis) {
    revision = next;
    refusalsDueMillis = Long.MIN_VALUE;
    return matchmaking().change(next.profile(), beaconsListed, nowMillis);
  }

  boolean isDue(long nowMillis) {
    return dueMillis() <= nowMillis;
  }

  List<Event> advance(long nowMillis) {
    touched = false;
    dueMillis = nowMillis + REST_MILLIS; // in force when advance throws
    var events = matchmaking.advance(nowMillis);
    dueMillis = matchmaking.nextDueMillis();
    return events;
  }

  long dueMillis() {
    if (touched) {
      return Long.MIN_VALUE;
    }
    return refusalsAreStale ? Math.min(dueMillis, refusalsDueMillis) : dueMillis;
  }

  /** Who waits. What rules refuse is looked at from time to time only, since it costs more. */
  QueueStanding standing(long nowMillis) {
    var standing = matchmaking.standing();
    refusalsAreStale = standing.groups() > 1 && nowMillis < refusalsDueMillis;
    if (!refusalsAreStale) {
      // In force when refusals throws.
      refusalsDueMillis = standing.groups() > 1 ? nowMillis + REFUSALS_EVERY_MILLIS : nowMillis;
      refusals = matchmaking.refusals(GROUPS_LOOKED_AT, nowMillis);
    }
    return new QueueStanding(revision, standing, refusals);
  }

  /** A group that searches here and others, as they are now. */
  Optional<Snapshot> snapshot(String groupId, int most) {
    return matchmaking.snapshot(groupId, most);
  }
}
