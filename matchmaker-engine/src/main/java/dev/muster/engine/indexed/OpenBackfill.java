package dev.muster.engine.indexed;

import dev.muster.engine.ticket.Backfill;
import java.util.Comparator;

/** A backfill that searches: its roster, and where it stands in time and in the order. */
final class OpenBackfill {
  /** The order in which backfills are tried: the oldest first. */
  static final Comparator<OpenBackfill> BY_PLACE =
      Comparator.comparingLong((OpenBackfill open) -> open.firstMillis)
          .thenComparingLong(open -> open.arrival);

  /** By when something happens to it next. */
  static final Comparator<OpenBackfill> BY_DUE =
      Comparator.comparingLong((OpenBackfill open) -> open.dueMillis).thenComparing(BY_PLACE);

  final Backfill backfill;
  final Roster roster;

  /** When the first backfill of its id was created, ms since the epoch. */
  final long firstMillis;

  /** Its place among all arrivals. */
  final long arrival;

  long dueMillis;

  private final RuleTable table;
  private int stage;

  OpenBackfill(Backfill backfill, Roster roster, RuleTable table, long firstMillis, long arrival) {
    this.backfill = backfill;
    this.roster = roster;
    this.table = table;
    this.firstMillis = firstMillis;
    this.arrival = arrival;
  }

  void enterStageAt(long nowMillis) {
    stage = table.stageAt(nowMillis - backfill.sinceMillis());
  }

  boolean hasExpired(long nowMillis) {
    return nowMillis >= backfill.expiresAtMillis();
  }

  /** When something happens to it next: its next stage or its expiry. */
  long nextDueMillis() {
    long expires = backfill.expiresAtMillis();
    return stage + 1 < table.stageCount()
        ? Math.min(expires, backfill.sinceMillis() + table.afterMillis(stage + 1))
        : expires;
  }

  /** The limits of its own stage. */
  Limits ownLimits() {
    return table.at(stage);
  }

  private Limits limits(Waiting group) {
    return table.inForce(1 << stage | 1 << group.stage);
  }

  /** Says whether a group may take the seats. */
  boolean accepts(Waiting group) {
    return backfill.groupSizes().contains(group.size)
        && group.bytes <= RuleTable.MOST_BYTES
        && roster.accepts(group, limits(group));
  }

  /** Where they play together; "" when there is no beacon. */
  String location(Waiting group) {
    return roster.location(group, limits(group));
  }

  boolean shares(Waiting group, int rule, String value) {
    return roster.shares(group, rule, value);
  }
}
