package dev.muster.bench.crowd;

import dev.muster.bench.AdvancedExample;
import dev.muster.bench.Implementation;
import dev.muster.bench.Population;
import dev.muster.engine.Admission;
import dev.muster.engine.Event;
import dev.muster.engine.Event.MatchMade;
import dev.muster.engine.Matchmaking;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Search;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A queue in virtual time, driven by the commands by which the runtime drives it. */
final class Crowd {
  private static final long START = 1_700_000_000_000L;
  private static final double SWING = 0.6;
  private static final double DAY_MILLIS = 60_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Matchmaking matchmaking;
  private final Population population;
  private final Random random;
  private final int arrivalsPerSecond;
  private final List<Long> foundAt = new ArrayList<>();
  private final List<MatchMade> matches = new ArrayList<>();
  private final List<Group> coming = new ArrayList<>();
  private final List<Pause> pauses = new ArrayList<>();
  private long nowMillis = START;
  private long cpuNanos;
  private long came;
  private long groups;
  private double due;

  /**
   * What the owning thread was busy for, ms.
   *
   * @param wall from its beginning to its end
   * @param cpu of the processor's time
   */
  record Pause(double wall, double cpu) {}

  Crowd(Implementation implementation, int waiting, int arrivalsPerSecond, long seed) {
    this.matchmaking = implementation.over(AdvancedExample.profile(50));
    this.population = new Population(seed);
    this.random = new Random(seed);
    this.arrivalsPerSecond = arrivalsPerSecond;
    Population.sparseGroups(seed, waiting).forEach(this::add);
    matchmaking.advanceFully(nowMillis);
  }

  /** Lets time pass, a millisecond after another. */
  void pass(int seconds) {
    for (long millis = 0; millis < seconds * 1_000L; millis++) {
      nowMillis++;
      gather();
      measure(
          () -> {
            coming.forEach(this::add);
            return matchmaking.advance(nowMillis);
          });
      finish();
    }
  }

  /** The portions of this millisecond's work that are left, each by itself. */
  private void finish() {
    while (matchmaking.nextDueMillis() <= nowMillis) {
      measure(() -> matchmaking.advance(nowMillis));
    }
  }

  private void add(Group group) {
    var admission = matchmaking.add(Search.beginning(group, nowMillis), nowMillis);
    if (!(admission instanceof Admission.Searching)) {
      throw new IllegalStateException(group.id() + " was not let in: " + admission);
    }
  }

  /** Who comes in this millisecond. */
  private void gather() {
    coming.clear();
    double phase = 2 * Math.PI * (nowMillis - START) / DAY_MILLIS;
    due += arrivalsPerSecond / 1_000.0 * (1 + SWING * Math.sin(phase)) * 2 * random.nextDouble();
    while (due >= 1) {
      var group = population.next();
      due -= group.size();
      came += group.size();
      groups++;
      coming.add(group);
    }
  }

  /** Changes the rules, and makes the matches that follow from it; as a pause for each portion. */
  void change(Profile profile) {
    measure(
        () -> {
          var events = new ArrayList<>(matchmaking.change(profile, true, nowMillis));
          events.addAll(matchmaking.advance(nowMillis));
          return events;
        });
    finish();
  }

  private interface Work {
    List<Event> go();
  }

  private void measure(Work work) {
    long cpu = THREADS.getCurrentThreadCpuTime();
    long begin = System.nanoTime();
    var events = work.go();
    long wall = System.nanoTime() - begin;
    long spent = THREADS.getCurrentThreadCpuTime() - cpu;
    cpuNanos += spent;
    pauses.add(new Pause(wall / 1e6, spent / 1e6));
    for (var event : events) {
      if (event instanceof MatchMade match) {
        matches.add(match);
        foundAt.add(nowMillis);
      }
    }
  }

  /** Forgets what was measured until now. */
  void measureFromHere() {
    forgetPauses();
    matches.clear();
    foundAt.clear();
    cpuNanos = 0;
    came = 0;
    groups = 0;
  }

  void forgetPauses() {
    pauses.clear();
  }

  /** What each millisecond's work took. */
  List<Pause> pauses() {
    return List.copyOf(pauses);
  }

  /** How many tickets have come. */
  long came() {
    return came;
  }

  /** How many tickets wait now. */
  int waiting() {
    return matchmaking.standing().tickets();
  }

  double cpuMicrosPerTicket() {
    return cpuNanos / 1e3 / came;
  }

  CrowdQuality quality() {
    return CrowdQuality.of(matches, foundAt, groups);
  }
}
