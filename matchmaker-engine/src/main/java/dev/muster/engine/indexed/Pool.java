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

/** The groups that wait: by id, by equal texts and number, by when they are due, by age. */
final class Pool {
  private static final int FEW_CELLS = 64;
  private static final int OUT_OF_ORDER = 4;

  final DueHeap agenda = new DueHeap();

  private final RuleTable table;
  private final IdTable byId = new IdTable();
  private final Map<List<String>, Cell> cells = new LinkedHashMap<>();
  private final ArrayDeque<Waiting> inOrder = new ArrayDeque<>();
  private final PriorityQueue<Waiting> outOfOrder = new PriorityQueue<>(Waiting.BY_AGE);
  private int tickets;
  private int emptyCells;

  Pool(RuleTable table) {
    this.table = table;
  }

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

  void add(Waiting group, Cell cell) {
    if (cell.size() == 0) {
      emptyCells--;
    }
    cell.add(group);
    byId.add(group);
    tickets += group.size;
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
    cell.remove(group);
    if (cell.size() == 0 && ++emptyCells > FEW_CELLS + cells.size() / 2) {
      cells.values().removeIf(other -> other.size() == 0);
      emptyCells = 0;
    }
    byId.remove(group);
    agenda.remove(group);
    tickets -= group.size;
    while (!inOrder.isEmpty() && !inOrder.peek().waits()) {
      inOrder.poll();
    }
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
    while (!outOfOrder.isEmpty() && !outOfOrder.peek().waits()) {
      outOfOrder.poll();
    }
    if (inOrder.isEmpty() && outOfOrder.isEmpty()) {
      return OptionalLong.empty();
    }
    long first = inOrder.isEmpty() ? Long.MAX_VALUE : inOrder.peek().sinceMillis;
    long second = outOfOrder.isEmpty() ? Long.MAX_VALUE : outOfOrder.peek().sinceMillis;
    return OptionalLong.of(Math.min(first, second));
  }

  /**
   * So many, the longest-waiting first. Costs O(most + left): groups that have left since the
   * longest-waiting one came are passed over, twice as many as wait at the worst. Of those that
   * came with an age of their own only a few times as many as are wanted are looked at.
   */
  List<Waiting> longestWaiting(int most) {
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
