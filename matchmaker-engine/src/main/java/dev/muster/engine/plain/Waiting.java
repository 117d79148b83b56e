package dev.muster.engine.plain;

import dev.muster.engine.ticket.Search;
import dev.muster.engine.ticket.Ticket;
import java.util.Comparator;

/** A group that waits: what the rules see of it, and where it stands in time. */
final class Waiting {
  /** The longest-waiting first; of those that began together, the one that came first. */
  static final Comparator<Waiting> BY_AGE =
      Comparator.comparingLong((Waiting group) -> group.search.sinceMillis())
          .thenComparingLong(group -> group.arrival);

  private static final long LONGEST_LEAD_MILLIS = 1_000;

  final Search search;
  final Traits traits;

  /** Its place among all arrivals. */
  final long arrival;

  final int size;

  /** What its tickets take as JSON, bytes. */
  final long bytes;

  private final RuleBook book;
  private int stage;
  private long stageBeganMillis;
  private long stageEndsMillis;
  private Joint alone;
  private Traits seatTraits;

  Waiting(Search search, RuleBook book, long arrival, long nowMillis) {
    this.search = search;
    this.book = book;
    this.arrival = arrival;
    this.traits = Traits.of(search.group(), book.rules());
    this.size = search.group().size();
    this.bytes = search.group().tickets().stream().mapToLong(Ticket::bytes).sum();
    enterStageAt(nowMillis);
  }

  String id() {
    return search.group().id();
  }

  int stage() {
    return stage;
  }

  Limits limits() {
    return book.at(stage);
  }

  /**
   * The group by itself, from which matches grow.
   *
   * @return null when not even it alone can be in a match at its stage
   */
  Joint alone() {
    return alone;
  }

  /** What the rules see of it when it would take seats in a running match. */
  Traits seatTraits() {
    if (seatTraits == null) {
      seatTraits = traits.without(OpenBackfill.NEW_MATCHES);
    }
    return seatTraits;
  }

  /** Moves it to the stage that its age has reached. */
  void enterStageAt(long nowMillis) {
    stage = book.profile().stageIndexAt(search.ageMillis(nowMillis));
    stageBeganMillis = search.sinceMillis() + book.stage(stage).afterMillis();
    stageEndsMillis = Math.min(nextStageMillis(), expiresAtMillis());
    alone = Joint.of(this, book);
  }

  private long nextStageMillis() {
    return stage + 1 < book.stageCount()
        ? search.sinceMillis() + book.stage(stage + 1).afterMillis()
        : Long.MAX_VALUE;
  }

  /**
   * From when on it no longer searches: the clock of its expiry stood still while it was paused.
   */
  long expiresAtMillis() {
    return search.sinceMillis()
        + search.pausedMillis()
        + book.profile().periods().ticketExpirationMillis();
  }

  boolean hasExpired(long nowMillis) {
    return nowMillis >= expiresAtMillis();
  }

  boolean entersStage(long nowMillis) {
    return nowMillis >= nextStageMillis();
  }

  /** Says whether its stage or its search is about to end, so that a partial match will do. */
  boolean takesPartial(long nowMillis) {
    return nowMillis >= leadBeginsMillis() && nowMillis < stageEndsMillis;
  }

  private long leadBeginsMillis() {
    long half = (stageEndsMillis - stageBeganMillis) / 2;
    return stageEndsMillis - Math.min(LONGEST_LEAD_MILLIS, half);
  }

  /** When something happens to it next: its lead, its next stage, its expiry; after now. */
  long nextDueMillis(long nowMillis) {
    return nowMillis < leadBeginsMillis() ? leadBeginsMillis() : stageEndsMillis;
  }
}
