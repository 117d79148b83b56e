package dev.muster.engine.plain;

import dev.muster.engine.Admission;
import dev.muster.engine.AttributesFixture;
import dev.muster.engine.Event;
import dev.muster.engine.Event.BackfillCancelled;
import dev.muster.engine.Event.GroupCancelled;
import dev.muster.engine.Event.MatchMade;
import dev.muster.engine.Matchmaking;
import dev.muster.engine.ProfileFixture;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.ticket.AttributeValue;
import dev.muster.engine.ticket.Backfill;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Search;
import dev.muster.engine.ticket.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A queue in a test: who comes, when time passes, and what was seen to happen. */
final class Story {
  /** When every story begins. */
  static final long START = 1_700_000_000_000L;

  /** Makes the queues of all stories from now on. */
  static Maker maker = PlainMatchmaking::new;

  final Matchmaking matchmaking;
  final List<Event> events = new ArrayList<>();
  private long now = START;

  /** An implementation of matchmaking. */
  interface Maker {
    /** An empty queue. */
    Matchmaking make(Profile profile, boolean beaconsListed, int ticketLimit);
  }

  Story(ProfileFixture profile) {
    this(profile, 100_000);
  }

  Story(ProfileFixture profile, int ticketLimit) {
    matchmaking = maker.make(profile.build(), true, ticketLimit);
  }

  /** A player alone, whose ticket is called as its group is. */
  Admission comes(String name, Object... namesAndValues) {
    return comesTogether(name, List.of(AttributesFixture.attributes(namesAndValues)));
  }

  /** A group of as many players as are given. */
  Admission comesTogether(String name, List<Map<String, AttributeValue>> players) {
    return comesBack(Search.beginning(group(name, players), now));
  }

  /** A group of alike players. */
  Admission comesAs(String name, int size, Object... namesAndValues) {
    var attributes = AttributesFixture.attributes(namesAndValues);
    var players = IntStream.range(0, size).mapToObj(player -> attributes).toList();
    return comesBack(Search.beginning(group(name, players), now));
  }

  Admission comesBack(Search search) {
    return matchmaking.add(search, now);
  }

  static Group group(String name, List<Map<String, AttributeValue>> players) {
    return new Group(
        name,
        IntStream.range(0, players.size())
            .mapToObj(i -> new Ticket(name + "-" + i, players.get(i), 100))
            .toList());
  }

  static Group solo(String name, Object... namesAndValues) {
    return group(name, List.of(AttributesFixture.attributes(namesAndValues)));
  }

  Backfill backfill(String id, String server, Set<Integer> sizes, Group... roster) {
    return new Backfill(id, server, List.of(roster), sizes, now, now + 300_000);
  }

  /** Lets matches be made at this instant. */
  Story settle() {
    events.addAll(matchmaking.advanceFully(now));
    return this;
  }

  /** Moves to so many ms after the start and stops there, going through every due time. */
  Story at(long millis) {
    while (matchmaking.nextDueMillis() < START + millis) {
      now = matchmaking.nextDueMillis();
      settle();
    }
    now = START + millis;
    return settle();
  }

  /** Moves the clock without telling the queue. */
  Story silentlyAt(long millis) {
    now = START + millis;
    return this;
  }

  long now() {
    return now;
  }

  List<MatchMade> matches() {
    return events.stream().filter(MatchMade.class::isInstance).map(MatchMade.class::cast).toList();
  }

  MatchMade onlyMatch() {
    if (matches().size() != 1) {
      throw new AssertionError("one match was expected, not " + events);
    }
    return matches().get(0);
  }

  /** The matches so far: names in the order of age, teams between bars. */
  List<String> lineups() {
    return matches().stream().map(Story::lineup).toList();
  }

  static String lineup(MatchMade match) {
    return match.teams().stream()
        .map(
            team ->
                team.groups().stream()
                    .map(search -> search.group().id())
                    .collect(Collectors.joining(" ")))
        .collect(Collectors.joining(" | "));
  }

  /** The cancellations so far: who and why. */
  List<String> cancellations() {
    return events.stream()
        .filter(event -> !(event instanceof MatchMade))
        .map(
            event ->
                event instanceof GroupCancelled group
                    ? group.search().group().id() + " " + group.cancellation().reason().text()
                    : ((BackfillCancelled) event).backfillId()
                        + " "
                        + ((BackfillCancelled) event).cancellation().reason().text())
        .toList();
  }
}
