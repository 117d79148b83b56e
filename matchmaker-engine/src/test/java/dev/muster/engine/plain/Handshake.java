package dev.muster.engine.plain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Admission;
import dev.muster.engine.Entry;
import dev.muster.engine.Event.MatchMade;
import dev.muster.engine.Matchmaking;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.ticket.Search;
import dev.muster.engine.ticket.Ticket;
import java.util.ArrayList;
import java.util.List;

/**
 * One stream of random commands under random rules, given to an implementation and to a {@link
 * Referee}, who is told what the implementation does at each instant.
 */
final class Handshake {
  private static final int COMMANDS_PER_STREAM = 120;

  /** Makes the implementation, empty. */
  interface Factory {
    /** An empty one. */
    Matchmaking create(Profile profile, boolean beaconsListed, int ticketLimit);
  }

  private final RandomStream stream;
  private final int mostGroups;
  private final List<Search> matched = new ArrayList<>();
  private final Matchmaking indexed;
  private final Referee plain;
  private Profile profile;
  private int commands;
  private long now = 1_000_000;

  Handshake(long seed, Factory factory, Referee.Tally tally) {
    // Every fourth stream has more values than bits in a mask.
    stream = new RandomStream(seed, seed % 4 == 1);
    // Mostly few groups, where everything can be looked at; now and then many.
    mostGroups = seed % 10 == 0 ? 60 : seed % 3 == 0 ? 20 : 12;
    profile = stream.profile();
    indexed = factory.create(profile, true, 1_000);
    plain = new Referee(profile, tally);
  }

  /**
   * Runs streams until so many commands were given.
   *
   * @throws AssertionError when the referee disagrees; it names the seed
   */
  static long run(long firstSeed, long commands, Factory factory, Referee.Tally tally) {
    long given = 0;
    for (long seed = firstSeed; given < commands; seed++) {
      try {
        given += new Handshake(seed, factory, tally).go();
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

  private void command() {
    switch (stream.between(0, 19)) {
      case 0, 1 -> removeSomeone();
      case 2, 3 -> addBackfill();
      case 4 -> removeBackfill();
      case 5 -> change();
      case 6 -> comeBack();
      default -> addGroup();
    }
  }

  private void addGroup() {
    int most = profile.mostRelaxed().playerCount().maxTeamSize();
    var group = stream.group(profile, stream.oneIn(2) ? 1 : stream.between(1, most));
    if (group != null && plain.standing().groups() < mostGroups) {
      add(Search.beginning(group, now - (stream.oneIn(5) ? stream.between(0, 2_000) : 0)));
    }
  }

  private void add(Search search) {
    assertThat(indexed.add(search, now)).isEqualTo(new Admission.Searching());
    plain.add(search, now);
  }

  private void comeBack() {
    if (!matched.isEmpty() && plain.standing().groups() < mostGroups) {
      var search = matched.remove(stream.random.nextInt(matched.size()));
      var players = search.group().tickets().stream().map(Ticket::attributes).toList();
      if (Entry.recheck(profile, players, true).isEmpty()) {
        add(search.pausedFor(stream.between(1, 3_000)));
      }
    }
  }

  private void removeSomeone() {
    var waiting = plain.waiting();
    if (!waiting.isEmpty()) {
      var search = waiting.get(stream.random.nextInt(waiting.size()));
      assertThat(indexed.remove(search.group().id())).contains(search);
      plain.remove(search.group().id());
    }
  }

  private void addBackfill() {
    var backfill = stream.backfill(profile, "b" + stream.between(0, 5), now);
    assertThat(indexed.add(backfill, now)).isEmpty();
    plain.add(backfill, now);
  }

  private void removeBackfill() {
    var id = "b" + stream.between(0, 5);
    assertThat(indexed.removeBackfill(id)).isEqualTo(plain.removeBackfill(id));
  }

  private void change() {
    if (stream.oneIn(2)) {
      profile = stream.oneIn(2) ? stream.profile() : stream.looser();
      plain.change(profile, now, indexed.change(profile, true, now));
    }
  }

  private void passTime(long millis) {
    long until = now + millis;
    while (indexed.nextDueMillis() <= until) {
      now = Math.max(now, indexed.nextDueMillis());
      advance();
    }
    now = until;
  }

  private void compareExplanations() {
    var waiting = plain.waiting();
    if (!waiting.isEmpty() && stream.oneIn(20)) {
      var id = waiting.get(stream.random.nextInt(waiting.size())).group().id();
      assertThat(indexed.explain(id, now)).contains(plain.explain(id, now));
    }
  }

  private void advance() {
    var events = indexed.advance(now);
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
