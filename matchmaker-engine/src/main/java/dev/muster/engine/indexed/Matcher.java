package dev.muster.engine.indexed;

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
 * have left that every set can be looked at.
 */
final class Matcher {
  private static final int FEW = 16;
  private static final int EVERYONE = 1 << 30;

  private final RuleTable table;
  private final Composer composer;
  private final Run pair;
  private final Neighbours around;
  private final List<Waiting> fresh = new ArrayList<>();
  private final List<Cell> freshCells = new ArrayList<>();
  private final PriorityQueue<Waiting> closing = new PriorityQueue<>(Waiting.BY_AGE);
  private final List<Waiting> touched = new ArrayList<>();
  private final Map<Waiting, Lineup> known = new HashMap<>();
  private long pass;

  Matcher(RuleTable table, Reader reader) {
    this.table = table;
    this.composer = new Composer(table, reader);
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

  /** Takes note that a group leaves, or leaves its stage; it must still wait. */
  void noteLeaving(Waiting group) {
    var cell = group.cell;
    if (!cell.stuck.isEmpty()) {
      group.excess = 0;
      group.unmarkStuckClosing();
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
    pair.clear();
    return left.isFit && right.isFit && pair.push(left) && pair.push(right);
  }

  /** Says whether there is something to look at. */
  boolean hasWork() {
    return !fresh.isEmpty() || !closing.isEmpty();
  }

  /**
   * Makes every full match, then every partial one whose time has come.
   *
   * @param made takes each match and takes its groups out of the pool
   */
  void makeMatches(long nowMillis, Consumer<Lineup> made) {
    while (hasWork()) {
      if (!fresh.isEmpty()) {
        makeFullMatches(nowMillis, made);
      } else {
        makePartialMatch(closing.poll(), nowMillis, made);
      }
    }
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
    if (cell.closers.isEmpty() || cell.wokenAtPass == pass) {
      return;
    }
    boolean wakeAll = isCrowded(cell);
    cell.wokenAtPass = wakeAll ? pass : cell.wokenAtPass;
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

  private void makeFullMatches(long nowMillis, Consumer<Lineup> made) {
    pass++;
    var groups = takeFresh();
    composer.grant(groups.size());
    if (table.takesPartial) {
      groups.forEach(group -> wakeClosers(group, nowMillis));
    }
    touched.clear();
    if (!table.profile.backfillOnly()) {
      groups.forEach(this::touch);
      freshCells.forEach(this::touchRest);
    }
    freshCells.forEach(cell -> cell.freshCount = 0);
    freshCells.clear();
    touched.sort(Waiting.BY_AGE);
    for (var group : touched) {
      var partner = group.partner;
      group.partner = null;
      if (group.waits() && partner.waits()) {
        serve(group, partner, made);
      }
    }
    touched.clear();
    known.clear();
  }

  private List<Waiting> takeFresh() {
    var groups = new ArrayList<Waiting>(fresh.size());
    for (var group : fresh) {
      group.unmarkFresh();
      if (group.waits() && group.isFit) {
        groups.add(group);
        if (group.cell.freshCount++ == 0) {
          freshCells.add(group.cell);
        }
      }
    }
    fresh.clear();
    return groups;
  }

  private static boolean isCrowded(Cell cell) {
    return cell.freshCount > FEW && cell.freshCount > cell.size() / FEW;
  }

  private void touch(Waiting group) {
    if (isCrowded(group.cell)) {
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
      for (int i = 0; i < around.count(); i++) {
        touch(around.group(i), group);
      }
    }
  }

  /** Where many of a cell are fresh, everyone in it may have a match now. */
  private void touchRest(Cell cell) {
    if (isCrowded(cell) && cell.size() > cell.freshCount) {
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
    } else if (composer.missed() > 0) {
      stick(group, composer.missed());
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
