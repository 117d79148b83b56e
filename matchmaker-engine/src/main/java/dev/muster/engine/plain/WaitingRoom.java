package dev.muster.engine.plain;

import dev.muster.engine.Entry;
import dev.muster.engine.Event;
import dev.muster.engine.Standing;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.ticket.AttributeValue;
import dev.muster.engine.ticket.Backfill;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Search;
import dev.muster.engine.ticket.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Who waits under the rules in force, and what is due when. It tells the {@link Matcher} and the
 * {@link OpenBackfills} whom to look at; whom they match, and what becomes of a group whose search
 * is over, is its owner's to say.
 */
final class WaitingRoom {
  final Pool pool = new Pool();
  final OpenBackfills backfills;
  private final Agenda<Waiting> agenda = new Agenda<>();
  private RuleBook book;
  private Matcher matcher;
  private long arrivals;

  /** An empty one. */
  WaitingRoom(Profile profile) {
    book = new RuleBook(profile);
    matcher = new Matcher(book, pool);
    backfills = new OpenBackfills(book);
  }

  /** The rules in force. */
  RuleBook book() {
    return book;
  }

  Matcher matcher() {
    return matcher;
  }

  /** Lets a group wait that the rules in force accept. */
  void add(Search search, long nowMillis) {
    backfills.noteReturn(search.group().id(), nowMillis);
    enter(new Waiting(search, book, arrivals++, nowMillis), nowMillis);
  }

  private void enter(Waiting group, long nowMillis) {
    pool.add(group);
    agenda.put(group, Math.max(nowMillis, group.nextDueMillis(nowMillis)));
    noteFresh(group, nowMillis);
  }

  private void noteFresh(Waiting group, long nowMillis) {
    matcher.noteFresh(group);
    backfills.noteFresh(group);
    if (group.takesPartial(nowMillis)) {
      matcher.noteClosing(group);
    }
  }

  /** Takes a group out. */
  void leave(Waiting group) {
    pool.remove(group);
    agenda.remove(group);
    matcher.noteLeaving(group);
  }

  /** Lets a backfill search that the rules in force accept. */
  void add(Backfill backfill, long nowMillis) {
    backfills.put(backfill, arrivals++, nowMillis);
  }

  /** Puts other rules in force: whom they cancel, in order. */
  List<Event> change(Profile profile, boolean beaconsListed, long nowMillis) {
    book = new RuleBook(profile);
    matcher = new Matcher(book, pool);
    var cancelled = new ArrayList<Event>();
    for (var group : List.copyOf(pool.byAge())) {
      pool.remove(group);
      agenda.remove(group);
      var unfit = Entry.recheck(profile, players(group.search.group()), beaconsListed);
      unfit.ifPresent(why -> cancelled.add(new Event.GroupCancelled(group.search, why)));
      if (unfit.isEmpty()) {
        enter(new Waiting(group.search, book, group.arrival, nowMillis), nowMillis);
      }
    }
    backfills.change(book, beaconsListed, nowMillis, cancelled);
    return cancelled;
  }

  /** Lets all enter the stages that are due: the groups whose search is over, still waiting. */
  List<Waiting> enterStages(long instantMillis) {
    var expiring = new ArrayList<Waiting>();
    for (var group : agenda.takeDue(instantMillis)) {
      if (group.entersStage(instantMillis)) {
        matcher.noteLeaving(group);
        group.enterStageAt(instantMillis);
        noteFresh(group, instantMillis);
      } else if (group.takesPartial(instantMillis)) {
        matcher.noteClosing(group);
      }
      if (group.hasExpired(instantMillis)) {
        expiring.add(group);
      } else {
        agenda.put(group, group.nextDueMillis(instantMillis));
      }
    }
    backfills.enterStages(instantMillis);
    return expiring;
  }

  /** Gives the seats that backfills offer, and takes out those who get them. */
  void fillSeats(long instantMillis, Consumer<Event> filled) {
    var announcement = new Announcement(book);
    backfills.fill(
        pool,
        instantMillis,
        (group, open, common) -> {
          leave(group);
          filled.accept(announcement.of(group, open, common));
        });
  }

  /** When the next stage, lead or expiry is due, whatever could be done at once. */
  long nextDueMillis() {
    return Math.min(agenda.nextMillis(), backfills.nextMillis());
  }

  Standing standing() {
    var oldest = pool.byAge().stream().findFirst();
    return new Standing(
        pool.tickets(),
        pool.byAge().size(),
        backfills.size(),
        oldest.isPresent()
            ? OptionalLong.of(oldest.get().search.sinceMillis())
            : OptionalLong.empty());
  }

  /** What the players of a group have said of themselves. */
  static List<Map<String, AttributeValue>> players(Group group) {
    return group.tickets().stream().map(Ticket::attributes).toList();
  }
}
