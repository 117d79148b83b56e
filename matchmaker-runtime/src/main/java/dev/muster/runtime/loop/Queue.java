package dev.muster.runtime.loop;

import dev.muster.engine.Event;
import dev.muster.engine.Matchmaking;
import dev.muster.engine.ticket.Backfill;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One queue that is served: its rules, who searches in it, and when it has something to do. */
final class Queue {
  /** How long a queue rests whose matchmaking failed, so that it cannot keep the loop busy. */
  private static final long REST_MILLIS = 1_000;

  private final Matchmaking matchmaking;
  private final Map<String, Backfill> backfills = new HashMap<>();
  private QueueRevision revision;
  private boolean touched = true;
  private long dueMillis = Long.MAX_VALUE;

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
    return matchmaking().change(next.profile(), beaconsListed, nowMillis);
  }

  boolean isDue(long nowMillis) {
    return touched || dueMillis <= nowMillis;
  }

  List<Event> advance(long nowMillis) {
    touched = false;
    dueMillis = nowMillis + REST_MILLIS; // in force when advance throws
    var events = matchmaking.advance(nowMillis);
    dueMillis = matchmaking.nextDueMillis();
    return events;
  }

  long dueMillis() {
    return touched ? Long.MIN_VALUE : dueMillis;
  }

  QueueStanding standing() {
    return new QueueStanding(revision, matchmaking.standing());
  }
}
