package dev.muster.engine.indexed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Finds the new matches that have become possible, and looks at nobody else.
 *
 * <p>A match that was not there before contains a <em>fresh</em> group: one that has arrived or
 * changed its stage. Where few of a cell are fresh, each is looked at first: when it is certain
 * that it has no match, nobody else is asked; else its neighbours are served with it, the
 * longest-waiting first. Where many are fresh, the whole cell is served.
 *
 * <p>Where a match may have been missed, because more than {@link Composer#MOST_EXACT} groups came
 * into question, the group is <em>stuck</em>: it becomes fresh again when so many of its candidates
 * have left that every set can be looked at. A departure looks at the stuck of its cell: at the
 * first number of each, and further only where the two are in reach. Who was not looked at closely
 * because others had used up what was granted is <em>deferred</em>, and looked at alone with a
 * grant of its own after all others.
 *
 * <p>Groups are looked at in <em>rounds</em>: those that are fresh together, and whom they have
 * touched. An arrival whose match is not certain costs a look at each of its c neighbours, with
 * their own neighbours. A round ends early when the {@link Portion} is spent, and goes on at the
 * next call.
 */
final class Matcher {
  /** How far a round is. */
  private enum Phase {
    NONE,
    /** Those who are fresh are counted by cell. */
    COUNTING,
    /** They are looked at, and touch others. */
    LOOKING,
    /** Those who are touched are served. */
    SERVING
  }

  private static final int FEW = 16;
  private static final int EVERYONE = 1 << 30;

  /** So many groups can be passed over at the cost of one that is looked at. */
  private static final int A_GLANCE = 4;

  private final RuleTable table;
  private final Portion portion;
  private final Composer composer;
  private final Run pair;
  private final Neighbours around;
  private final List<Waiting> fresh = new ArrayList<>();
  private final List<Cell> freshCells = new ArrayList<>();
  private final PriorityQueue<Waiting> closing = new PriorityQueue<>(Waiting.BY_AGE);
  private final ArrayDeque<Waiting> deferred = new ArrayDeque<>();
  private final List<Waiting> looked = new ArrayList<>();
  private final List<Waiting> touched = new ArrayList<>();
  private final Map<Waiting, Lineup> known = new HashMap<>();
  private Phase phase = Phase.NONE;
  private long round;
  private int next;
  private boolean countedAtOnce;
  private boolean touchedByAge;
  private Waiting latest;

  Matcher(RuleTable table, Reader reader, Portion portion) {
    this.table = table;
    this.portion = portion;
    this.composer = new Composer(table, reader, portion);
    this.pair = new Run(table, reader);
    this.around = new Neighbours(table);
  }

  /** Takes note that a group has arrived, or has come to another stage. */
  void noteFresh(Waiting group) {
    if (group.isFit && group.markFresh()) {
      fresh.add(group);
    }
  }

  /** Takes note that a group's stage or search is about to end. */
  void noteClosing(Waiting group) {
    if (mayBePartial(group)) {
      if (group.markCloser()) {
        group.cell.closers.add(group);
      }
      addClosing(group);
    }
  }

  private boolean mayBePartial(Waiting group) {
    var limits = table.at(group.stage);
    return !table.profile.backfillOnly() && group.isFit && limits.minTeamSize < limits.maxTeamSize;
  }

  private void addClosing(Waiting group) {
    if (group.markClosing()) {
      closing.add(group);
    }
  }

  /** Takes note that a group comes to another stage: what was found may not hold any more. */
  void noteStage(Waiting group) {
    if (!known.isEmpty()) {
      looked.stream().filter(known::containsKey).filter(Waiting::waits).forEach(this::noteFresh);
      known.clear();
    }
    noteLeaving(group);
  }

  /** Takes note that a group leaves, or leaves its stage; it must still wait. */
  void noteLeaving(Waiting group) {
    var cell = group.cell;
    if (!cell.stuck.isEmpty()) {
      group.excess = 0;
      group.unmarkStuckClosing();
      portion.charge(cell.stuck.size() / A_GLANCE);
      cell.stuck.removeIf(other -> !staysStuck(other, group));
    }
  }

  private boolean staysStuck(Waiting stuck, Waiting leaving) {
    if (!stuck.waits() || stuck == leaving) {
      return false;
    }
    if (mayMeet(stuck, leaving)) {
      if (stuck.excess > 0 && --stuck.excess == 0) {
        noteFresh(stuck);
      }
      if (stuck.isStuckClosing()) {
        stuck.unmarkStuckClosing();
        addClosing(stuck);
      }
    }
    return stuck.excess > 0 || stuck.isStuckClosing();
  }

  private boolean mayMeet(Waiting left, Waiting right) {
    if (!left.isFit || !right.isFit || !isInReach(left, right)) {
      return false;
    }
    pair.clear();
    return pair.push(left) && pair.push(right);
  }

  private boolean isInReach(Waiting left, Waiting right) {
    if (table.numberCount == 0) {
      return true;
    }
    var limits = table.at(left.stage);
    return Math.abs(left.number - right.number) <= limits.maxDifferences[0] * limits.reach;
  }

  /** Says whether there is something to look at. */
  boolean hasWork() {
    return isInRound() || !closing.isEmpty() || !deferred.isEmpty();
  }

  private boolean isInRound() {
    return phase != Phase.NONE || !fresh.isEmpty();
  }

  /**
   * Makes every full match, then every partial one whose time has come; or as many as the portion
   * allows.
   *
   * @param made takes each match and takes its groups out of the pool
   */
  void makeMatches(long nowMillis, Consumer<Lineup> made) {
    if (!hasWork()) {
      return;
    }
    while (hasWork() && !portion.isSpent()) {
      if (isInRound()) {
        makeFullMatches(nowMillis, made);
      } else if (!closing.isEmpty()) {
        makePartialMatch(closing.poll(), nowMillis, made);
      } else {
        lookAgain(deferred.poll(), made);
      }
    }
    pair.forget();
    around.forget();
    composer.forget();
  }

  // ----------------------------------------------------------------- partial

  private void makePartialMatch(Waiting group, long nowMillis, Consumer<Lineup> made) {
    group.unmarkClosing();
    if (!group.waits() || !group.takesPartial(table, nowMillis) || !mayBePartial(group)) {
      return;
    }
    var lineup = composer.partial(group);
    if (lineup != null) {
      made.accept(lineup);
    } else if (composer.missed() > 0) {
      boolean listed = group.excess > 0 || group.isStuckClosing();
      group.markStuckClosing();
      if (!listed) {
        group.cell.stuck.add(group);
      }
    }
  }

  /**
   * Looks again at those of a cell whose stage is about to end and who could meet a fresh group.
   */
  private void wakeClosers(Waiting group, long nowMillis) {
    if (group.takesPartial(table, nowMillis)) {
      noteClosing(group);
    }
    var cell = group.cell;
    if (cell.closers.isEmpty() || cell.wokenAtRound == round) {
      return;
    }
    boolean wakeAll = cell.isCrowded;
    cell.wokenAtRound = wakeAll ? round : cell.wokenAtRound;
    portion.charge(cell.closers.size());
    cell.closers.removeIf(closer -> !isCloser(closer, nowMillis));
    for (var closer : cell.closers) {
      if (wakeAll || mayMeet(closer, group)) {
        addClosing(closer);
      }
    }
  }

  private boolean isCloser(Waiting group, long nowMillis) {
    boolean is = group.waits() && group.takesPartial(table, nowMillis);
    if (!is) {
      group.unmarkCloser();
    }
    return is;
  }

  // -------------------------------------------------------------------- full

  /** Goes through a round, or on with it, as far as the portion allows. */
  private void makeFullMatches(long nowMillis, Consumer<Lineup> made) {
    if (phase == Phase.NONE) {
      begin(Phase.COUNTING);
      round++;
      countedAtOnce = true;
      touchedByAge = true;
    }
    while (phase == Phase.COUNTING && !portion.isSpent()) {
      if (next < fresh.size()) {
        count(fresh.get(next++));
      } else {
        endCounting();
      }
    }
    countedAtOnce &= phase != Phase.COUNTING;
    while (phase == Phase.LOOKING && !portion.isSpent()) {
      if (next < looked.size()) {
        look(looked.get(next++), nowMillis);
      } else {
        endLooking();
      }
    }
    while (phase == Phase.SERVING && !portion.isSpent()) {
      if (next < touched.size()) {
        serveTouched(touched.get(next++), made);
      } else {
        endRound();
      }
    }
  }

  private void begin(Phase newPhase) {
    phase = newPhase;
    next = 0;
  }

  private void count(Waiting group) {
    group.unmarkFresh();
    portion.charge(1);
    if (group.waits() && group.isFit) {
      looked.add(group);
      if (group.cell.freshCount++ == 0) {
        freshCells.add(group.cell);
      }
    }
  }

  private void endCounting() {
    fresh.clear();
    composer.grant(looked.size());
    for (var cell : freshCells) {
      cell.isCrowded = cell.freshCount > FEW && cell.freshCount > cell.size() / FEW;
      cell.hasOthers = !countedAtOnce || cell.size() > cell.freshCount;
    }
    begin(Phase.LOOKING);
  }

  private void look(Waiting group, long nowMillis) {
    portion.charge(1);
    if (!group.waits()) {
      return;
    }
    if (table.takesPartial) {
      wakeClosers(group, nowMillis);
    }
    if (!table.profile.backfillOnly()) {
      touch(group);
    }
  }

  /** Everyone of the round is looked at; now those who are touched are served. */
  private void endLooking() {
    if (!table.profile.backfillOnly()) {
      freshCells.forEach(this::touchRest);
    }
    freshCells.forEach(Cell::endRound);
    freshCells.clear();
    if (!touchedByAge) {
      portion.charge(touched.size() / A_GLANCE);
      touched.sort(Waiting.BY_AGE);
    }
    begin(Phase.SERVING);
  }

  private void serveTouched(Waiting group, Consumer<Lineup> made) {
    var partner = group.partner;
    group.partner = null;
    if (group.waits() && partner.waits()) {
      serve(group, partner, made);
    }
  }

  private void endRound() {
    begin(Phase.NONE);
    looked.clear();
    latest = null;
    touched.clear();
    known.clear();
  }

  private void touch(Waiting group) {
    if (group.cell.isCrowded) {
      touch(group, group);
      return;
    }
    var lineup = composer.full(group, group);
    if (lineup != null) {
      known.put(group, lineup);
    }
    if (lineup != null || composer.missed() > 0) {
      touch(group, group);
      pair.clear();
      pair.push(group);
      around.collect(pair, EVERYONE);
      portion.charge(around.examined());
      for (int i = 0; i < around.count(); i++) {
        touch(around.group(i), group);
      }
    }
  }

  /** Where many of a cell are fresh, everyone in it may have a match now. */
  private void touchRest(Cell cell) {
    if (cell.isCrowded && cell.hasOthers) {
      portion.charge(cell.size() / A_GLANCE);
      var all = new ArrayList<Waiting>(cell.size());
      cell.addAllTo(all);
      for (var group : all) {
        if (group.isFit) {
          touch(group, group);
        }
      }
    }
  }

  /** Notes that a group is to be served with another, or by itself when two are to be with it. */
  private void touch(Waiting group, Waiting partner) {
    if (group.partner == null) {
      touchedByAge &= latest == null || Waiting.compareByAge(latest, group) < 0;
      latest = group;
      touched.add(group);
      group.partner = partner;
    } else if (group.partner != partner) {
      group.partner = group;
    }
  }

  private void serve(Waiting group, Waiting partner, Consumer<Lineup> made) {
    var lineup = composer.full(group, partner);
    if (lineup == null) {
      lineup = knownFor(group, partner);
    }
    if (lineup != null) {
      made.accept(lineup);
    } else if (composer.ranOut() && partner == group) {
      defer(group);
    } else if (composer.missed() > 0) {
      stick(group, composer.missed());
    }
  }

  private void defer(Waiting group) {
    if (group.markDeferred()) {
      deferred.add(group);
    }
  }

  private void lookAgain(Waiting group, Consumer<Lineup> made) {
    group.unmarkDeferred();
    if (group.waits() && group.isFit) {
      composer.grantEnoughForOne();
      serve(group, group, made);
    }
  }

  /** What was found for the partner, when it is for this group, too, and still possible. */
  private Lineup knownFor(Waiting group, Waiting partner) {
    var lineup = known.get(partner);
    boolean isFor = false;
    for (int i = 0; lineup != null && i < lineup.groups.length; i++) {
      if (!lineup.groups[i].waits()) {
        return null;
      }
      isFor |= lineup.groups[i] == group;
    }
    return isFor ? lineup : null;
  }

  private static void stick(Waiting group, int missed) {
    if (group.excess == 0) {
      if (!group.isStuckClosing()) {
        group.cell.stuck.add(group);
      }
      group.excess = missed;
    } else {
      group.excess = Math.min(group.excess, missed);
    }
  }
}
