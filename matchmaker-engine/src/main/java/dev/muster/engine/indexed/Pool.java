package dev.muster.engine.indexed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * The groups that wait: by id, by equal texts and number, by when they are due, by age.
 *
 * <p>Other rules want other cells and times, while ids and ages stay. So a change of rules begins a
 * pool that has the table by id from the one before it and takes its groups over one after the
 * other, the longest-waiting first.
 */
final class Pool {
  private static final int FEW_CELLS = 64;
  private static final int OUT_OF_ORDER = 4;

  final DueHeap agenda = new DueHeap();

  private final RuleTable table;
  private final IdTable byId;
  private final Map<List<String>, Cell> cells = new LinkedHashMap<>();
  private final ArrayDeque<Waiting> inOrder = new ArrayDeque<>();
  private final PriorityQueue<Waiting> outOfOrder = new PriorityQueue<>(Waiting.BY_AGE);
  private int tickets;
  private int emptyCells;
  private Pool before;

  Pool(RuleTable table) {
    this(table, new IdTable());
  }

  private Pool(RuleTable table, IdTable byId) {
    this.table = table;
    this.byId = byId;
  }

  // ------------------------------------------------------------- other rules

  /**
   * The same groups for other rules. They wait in it at once, but lie in none of its cells until
   * each has been fetched by {@link #nextToMove} and placed or dropped; this pool is of no use any
   * more.
   */
  Pool under(RuleTable other) {
    var after = new Pool(other, byId);
    after.tickets = tickets;
    if (size() > 0) {
      after.before = this;
      cells.values().forEach(Cell::leaveBehind);
    }
    return after;
  }

  /** Whether all groups lie in cells. */
  boolean isSettled() {
    return before == null;
  }

  /** The next group, by age, to be placed; null when all are. It must be placed or dropped. */
  Waiting nextToMove() {
    var next = before.takeOldest();
    if (next == null) {
      before = null;
    }
    return next;
  }

  private Waiting takeOldest() {
    dropThoseWhoLeft(inOrder);
    dropThoseWhoLeft(outOfOrder);
    if (inOrder.isEmpty() || outOfOrder.isEmpty()) {
      return inOrder.isEmpty() ? outOfOrder.poll() : inOrder.poll();
    }
    return Waiting.compareByAge(inOrder.peek(), outOfOrder.peek()) < 0
        ? inOrder.poll()
        : outOfOrder.poll();
  }

  private static void dropThoseWhoLeft(Queue<Waiting> queue) {
    while (!queue.isEmpty() && !queue.peek().waits()) {
      queue.poll();
    }
  }

  /** Takes out a group that lies in no cell. */
  void drop(Waiting group) {
    group.cell = null;
    group.chunk = null;
    byId.remove(group);
    tickets -= group.size;
  }

  // ------------------------------------------------------------ come and leave

  /** The group of that id; null when it does not wait. */
  Waiting get(String groupId) {
    return byId.get(groupId);
  }

  /** How many groups wait. */
  int size() {
    return byId.size();
  }

  int tickets() {
    return tickets;
  }

  /** All cells, some of them perhaps empty. */
  Collection<Cell> cells() {
    return cells.values();
  }

  /**
   * The groups with these texts; null when there never were any.
   *
   * @param texts in the rules' order
   */
  Cell cell(String[] texts) {
    return cells.get(Arrays.asList(texts));
  }

  /** The cell for groups with these texts, a new one if need be. */
  Cell cellFor(String[] texts) {
    var cell = cell(texts);
    return cell != null ? cell : newCell(texts.clone());
  }

  /** Adds a group, which is then to be placed. */
  void add(Waiting group) {
    byId.add(group);
    tickets += group.size;
  }

  /** Puts a group into its cell. */
  void place(Waiting group, Cell cell) {
    if (cell.size() == 0) {
      emptyCells--;
    }
    cell.add(group);
    noteAge(group);
  }

  private Cell newCell(String[] texts) {
    var equality = new HashMap<String, String>();
    for (int rule = 0; rule < texts.length; rule++) {
      equality.put(table.equalities.get(rule).name(), texts[rule]);
    }
    var cell = new Cell(texts, Map.copyOf(equality), table.numberCount > 0);
    cells.put(Arrays.asList(texts), cell);
    emptyCells++;
    return cell;
  }

  void remove(Waiting group) {
    var cell = group.cell;
    if (cell.isLeftBehind()) {
      drop(group);
      return;
    }
    cell.remove(group);
    if (cell.size() == 0 && ++emptyCells > FEW_CELLS + cells.size() / 2) {
      cells.values().removeIf(other -> other.size() == 0);
      emptyCells = 0;
    }
    byId.remove(group);
    agenda.remove(group);
    tickets -= group.size;
    dropThoseWhoLeft(inOrder);
    if (inOrder.size() > FEW_CELLS + 2 * byId.size()) {
      inOrder.removeIf(other -> !other.waits());
    }
    if (outOfOrder.size() > FEW_CELLS + 2 * byId.size()) {
      outOfOrder.removeIf(other -> !other.waits());
    }
  }

  private void noteAge(Waiting group) {
    var last = inOrder.peekLast();
    if (last == null || Waiting.compareByAge(last, group) < 0) {
      inOrder.add(group);
    } else {
      outOfOrder.add(group);
    }
  }

  /** Since when the longest-waiting group searches. */
  OptionalLong oldestSinceMillis() {
    long oldest = Math.min(oldest(inOrder), oldest(outOfOrder));
    if (before != null) {
      oldest = Math.min(oldest, Math.min(oldest(before.inOrder), oldest(before.outOfOrder)));
    }
    return oldest == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(oldest);
  }

  private static long oldest(Queue<Waiting> queue) {
    dropThoseWhoLeft(queue);
    return queue.isEmpty() ? Long.MAX_VALUE : queue.peek().sinceMillis;
  }

  /**
   * So many, the longest-waiting first. Costs O(most + left): groups that have left since the
   * longest-waiting one came are passed over, twice as many as wait at the worst. Of those that
   * came with an age of their own only a few times as many as are wanted are looked at.
   */
  List<Waiting> longestWaiting(int most) {
    var longest = longestPlaced(most);
    if (before == null || longest.size() == most) {
      return longest;
    }
    var all = new ArrayList<>(longest);
    all.addAll(before.longestPlaced(most - longest.size()));
    return all;
  }

  /** The same of those who lie in cells. */
  List<Waiting> longestPlaced(int most) {
    var longest = new ArrayList<Waiting>(most);
    take(inOrder.iterator(), most, longest);
    if (!outOfOrder.isEmpty()) {
      take(outOfOrder.iterator(), longest.size() + OUT_OF_ORDER * most, longest);
      longest.sort(Waiting.BY_AGE);
    }
    return longest.size() > most ? longest.subList(0, most) : longest;
  }

  private static void take(Iterator<Waiting> from, int most, List<Waiting> to) {
    while (to.size() < most && from.hasNext()) {
      var group = from.next();
      if (group.waits()) {
        to.add(group);
      }
    }
  }

  /** All, the longest-waiting first. */
  List<Waiting> byAge() {
    return Arrays.asList(byId.byAge());
  }
}
