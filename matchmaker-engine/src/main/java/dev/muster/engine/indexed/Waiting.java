package dev.muster.engine.indexed;

import dev.muster.engine.ticket.Search;
import java.util.Comparator;

/**
 * A group that waits: what the rules see of it, where it stands in time, and its place in every
 * index, so that it can be taken out of each without a look-up.
 */
final class Waiting {
  /** The longest-waiting first; of those that began together, the one that came first. */
  static final Comparator<Waiting> BY_AGE = Waiting::compareByAge;

  private static final long LONGEST_LEAD_MILLIS = 1_000;
  private static final int FRESH = 1;
  private static final int CLOSING = 2;
  private static final int CLOSER = 4;
  private static final int STUCK_CLOSING = 8;
  private static final int DEFERRED = 16;

  final Search search;
  final long sinceMillis;

  /** Its place among all arrivals. */
  final long arrival;

  final int size;

  /** What its tickets take as JSON, bytes. */
  final long bytes;

  /** Its mean by the first number rule, millionths; 0 when there is none. */
  long number;

  /** Its means by the other number rules, millionths; null when there are none. */
  long[] moreNumbers;

  /** By intersection rule: one bit for each value that all its players list, modulo 64. */
  long[] lists;

  /** By intersection rule: the codes of these values, ascending. */
  int[][] listCodes;

  /** The codes of the beacons that all its players know, ascending. */
  int[] beacons;

  /** By beacon: the lowest latency among its players, millionths of a ms. */
  long[] lowest;

  /** By beacon: the highest; the same array as {@link #lowest} for a player alone. */
  long[] highest;

  int stage;

  /** Whether it alone could be in a match at its stage. */
  boolean isFit;

  /** Where it waits; null when it waits no more. */
  Cell cell;

  Chunk chunk;

  /** Its place among those to whom something will happen; -1 when it has none. */
  int heapIndex = -1;

  /** Its place in the table by id. */
  int idPlace;

  /**
   * More than so many of its candidates must leave before every set around it can be looked at; 0
   * when no set has been missed.
   */
  int excess;

  /** While it is considered: who must be in its match. */
  Waiting partner;

  private int marks;

  Waiting(Search search, long arrival, long bytes) {
    this.search = search;
    this.sinceMillis = search.sinceMillis();
    this.arrival = arrival;
    this.size = search.group().size();
    this.bytes = bytes;
  }

  /** Forgets all but how it was read and that it waits. */
  void beginAfresh() {
    stage = 0;
    isFit = false;
    chunk = null;
    heapIndex = -1;
    excess = 0;
    partner = null;
    marks = 0;
  }

  String id() {
    return search.group().id();
  }

  boolean waits() {
    return cell != null;
  }

  /** Its mean by a number rule, millionths. */
  long number(int rule) {
    return rule == 0 ? number : moreNumbers[rule - 1];
  }

  static int compareByAge(Waiting left, Waiting right) {
    return left.sinceMillis != right.sinceMillis
        ? Long.compare(left.sinceMillis, right.sinceMillis)
        : Long.compare(left.arrival, right.arrival);
  }

  // -------------------------------------------------------------------- time

  long expiresAtMillis(RuleTable table) {
    return sinceMillis + search.pausedMillis() + table.expirationMillis;
  }

  private long nextStageMillis(RuleTable table) {
    return stage + 1 < table.stageCount()
        ? sinceMillis + table.afterMillis(stage + 1)
        : Long.MAX_VALUE;
  }

  boolean entersStage(RuleTable table, long nowMillis) {
    return nowMillis >= nextStageMillis(table);
  }

  boolean hasExpired(RuleTable table, long nowMillis) {
    return nowMillis >= expiresAtMillis(table);
  }

  private long stageEndsMillis(RuleTable table) {
    return Math.min(nextStageMillis(table), expiresAtMillis(table));
  }

  private long leadBeginsMillis(RuleTable table, long endsMillis) {
    long half = (endsMillis - sinceMillis - table.afterMillis(stage)) / 2;
    return endsMillis - Math.min(LONGEST_LEAD_MILLIS, half);
  }

  /** Says whether its stage or its search is about to end, so that a partial match will do. */
  boolean takesPartial(RuleTable table, long nowMillis) {
    long ends = stageEndsMillis(table);
    return nowMillis < ends && nowMillis >= leadBeginsMillis(table, ends);
  }

  /** When something happens to it next: its lead, its next stage, its expiry; after now. */
  long nextDueMillis(RuleTable table, long nowMillis) {
    long ends = stageEndsMillis(table);
    long lead = leadBeginsMillis(table, ends);
    return nowMillis < lead ? lead : ends;
  }

  // ------------------------------------------------------------------- marks

  /** Marks it as fresh; says whether it was not. */
  boolean markFresh() {
    return mark(FRESH);
  }

  void unmarkFresh() {
    marks &= ~FRESH;
  }

  /** Marks it as one to look at for a partial match; says whether it was not. */
  boolean markClosing() {
    return mark(CLOSING);
  }

  void unmarkClosing() {
    marks &= ~CLOSING;
  }

  /** Marks it as listed in its cell among those whose stage is about to end. */
  boolean markCloser() {
    return mark(CLOSER);
  }

  void unmarkCloser() {
    marks &= ~CLOSER;
  }

  /** Marks it as one for which a partial match may have been missed. */
  boolean markStuckClosing() {
    return mark(STUCK_CLOSING);
  }

  void unmarkStuckClosing() {
    marks &= ~STUCK_CLOSING;
  }

  boolean isStuckClosing() {
    return (marks & STUCK_CLOSING) != 0;
  }

  /** Marks it as one that is to be looked at with a grant of its own; says whether it was not. */
  boolean markDeferred() {
    return mark(DEFERRED);
  }

  void unmarkDeferred() {
    marks &= ~DEFERRED;
  }

  private boolean mark(int mark) {
    boolean isNew = (marks & mark) == 0;
    marks |= mark;
    return isNew;
  }
}
