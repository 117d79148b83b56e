package dev.muster.engine.plain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Admission;
import dev.muster.engine.Event;
import dev.muster.engine.Event.MatchMade;
import dev.muster.engine.Matchmaking;
import dev.muster.engine.ticket.Backfill;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Search;
import java.util.ArrayList;
import java.util.List;

/**
 * One stream of random commands under random rules, given to an implementation and to a {@link
 * Referee}, who is told what the implementation does at each instant.
 */
final class Handshake extends Commands {
  private static final int COMMANDS_PER_STREAM = 120;
  private static final int MOST_CALLS = 200_000;

  private final Matchmaking indexed;
  private final Referee plain;
  private int commands;

  Handshake(long seed, Story.Maker maker, Referee.Tally tally) {
    // Every fourth stream has more values than bits in a mask. There are mostly few groups, where
    // everything can be looked at; now and then many.
    super(new RandomStream(seed, seed % 4 == 1), seed % 10 == 0 ? 60 : seed % 3 == 0 ? 20 : 12);
    indexed = maker.make(profile, true, 1_000);
    plain = new Referee(profile, tally);
  }

  /**
   * Runs streams until so many commands were given.
   *
   * @throws AssertionError when the referee disagrees; it names the seed
   */
  static long run(long firstSeed, long commands, Story.Maker maker, Referee.Tally tally) {
    long given = 0;
    for (long seed = firstSeed; given < commands; seed++) {
      try {
        given += new Handshake(seed, maker, tally).go();
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError("seed " + seed + ": " + failure.getMessage(), failure);
      }
    }
    return given;
  }

  private int go() {
    while (commands < COMMANDS_PER_STREAM) {
      int most = stream.oneIn(20) ? 20 : 3;
      for (int batch = stream.between(1, most); batch > 0; batch--) {
        command();
        commands++;
      }
      advance();
      passTime(stream.oneIn(3) ? stream.between(0, 3_000) : stream.between(0, 300));
    }
    passTime(60_000);
    assertThat(plain.waiting()).as("all have ended").isEmpty();
    return commands;
  }

  @Override
  List<Search> waiting() {
    return plain.waiting();
  }

  @Override
  Search beginning(Group group) {
    return Search.beginning(group, now - (stream.oneIn(5) ? stream.between(0, 2_000) : 0));
  }

  @Override
  void add(Search search) {
    assertThat(indexed.add(search, now)).isEqualTo(new Admission.Searching());
    plain.add(search, now);
  }

  @Override
  void remove(Search search) {
    assertThat(indexed.remove(search.group().id())).contains(search);
    plain.remove(search.group().id());
  }

  @Override
  void add(Backfill backfill) {
    assertThat(indexed.add(backfill, now)).isEmpty();
    plain.add(backfill, now);
  }

  @Override
  void removeBackfill(String id) {
    assertThat(indexed.removeBackfill(id)).isEqualTo(plain.removeBackfill(id));
  }

  @Override
  void change() {
    if (stream.oneIn(2)) {
      profile = stream.oneIn(2) ? stream.profile() : stream.looser();
      plain.change(profile, now, indexed.change(profile, true, now));
    }
  }

  @Override
  long nextDueMillis() {
    return indexed.nextDueMillis();
  }

  private void compareExplanations() {
    var waiting = plain.waiting();
    if (!waiting.isEmpty() && stream.oneIn(20)) {
      var id = waiting.get(stream.random.nextInt(waiting.size())).group().id();
      assertThat(indexed.explain(id, now)).contains(plain.explain(id, now));
    }
  }

  /** An engine that asks for one more call for ever is no good either. */
  private List<Event> advanceToTheEnd() {
    var events = new ArrayList<>(indexed.advance(now));
    for (int calls = 1; indexed.nextDueMillis() <= now; calls++) {
      assertThat(calls).as("calls in one instant").isLessThan(MOST_CALLS);
      events.addAll(indexed.advance(now));
    }
    return events;
  }

  @Override
  void advance() {
    var events = advanceToTheEnd();
    plain.judge(now, events);
    for (var event : events) {
      if (event instanceof MatchMade match) {
        match.teams().forEach(team -> matched.addAll(team.groups()));
      }
    }
    compareExplanations();
    assertThat(indexed.standing()).isEqualTo(plain.standing());
    assertThat(indexed.nextDueMillis()).isEqualTo(plain.nextDueMillis()).isGreaterThan(now);
  }
}
