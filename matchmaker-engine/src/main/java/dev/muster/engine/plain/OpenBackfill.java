package dev.muster.engine.plain;

import dev.muster.engine.ticket.Backfill;
import dev.muster.engine.ticket.Group;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A backfill that searches: what the rules see of its roster, and where it stands in time. */
final class OpenBackfill {
  /** The value that says that a player would start new matches; it is no common ground here. */
  static final String NEW_MATCHES = "new";

  final Backfill backfill;

  /** Its place in the order in which backfills are tried. */
  final Place place;

  private final RuleBook book;
  private final Optional<Traits> roster;
  private final boolean textsAgree;
  private int stage;

  /**
   * Where a backfill stands in the order: the oldest first.
   *
   * @param sinceMillis when the first backfill of its id was created, ms since the epoch
   * @param arrival its place among all arrivals
   */
  record Place(long sinceMillis, long arrival) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int order = Long.compare(sinceMillis, other.sinceMillis);
      return order != 0 ? order : Long.compare(arrival, other.arrival);
    }
  }

  /**
   * A backfill and its roster.
   *
   * @param given the groups that were given to its server, beside the backfill's own roster
   */
  OpenBackfill(Backfill backfill, List<Group> given, RuleBook book, Place place, long nowMillis) {
    this.backfill = backfill;
    this.book = book;
    this.place = place;
    var groups = Stream.concat(backfill.roster().stream(), given.stream()).toList();
    this.roster =
        groups.stream()
            .map(group -> Traits.of(group, book.rules()).without(NEW_MATCHES))
            .reduce(Traits::union);
    // A roster may have been matched under older rules: even one group may hold different texts.
    this.textsAgree =
        groups.stream()
                .flatMap(group -> group.tickets().stream())
                .map(ticket -> Traits.texts(ticket, book.rules()))
                .distinct()
                .count()
            <= 1;
    enterStageAt(nowMillis);
  }

  void enterStageAt(long nowMillis) {
    stage = book.profile().stageIndexAt(nowMillis - backfill.sinceMillis());
  }

  boolean hasExpired(long nowMillis) {
    return nowMillis >= backfill.expiresAtMillis();
  }

  /** When something happens to it next: its next stage or its expiry; after now. */
  long nextDueMillis() {
    return stage + 1 < book.stageCount()
        ? Math.min(
            backfill.sinceMillis() + book.stage(stage + 1).afterMillis(),
            backfill.expiresAtMillis())
        : backfill.expiresAtMillis();
  }

  /** The limits in force with a group. */
  Limits limits(Waiting group) {
    return book.inForce(1 << stage | 1 << group.stage());
  }

  /**
   * What the roster and a group have in common.
   *
   * @return null when the group may not join
   */
  Traits with(Waiting group) {
    if (!backfill.groupSizes().contains(group.size)
        || !textsAgree
        || group.bytes > RuleBook.MOST_BYTES) {
      return null;
    }
    var limits = limits(group);
    var own = group.seatTraits();
    return roster.isPresent() ? roster.get().with(own, limits, 1) : own.hold(limits) ? own : null;
  }
}
