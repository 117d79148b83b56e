package dev.muster.engine.plain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The groups that wait. Those with equal texts share a cell, in which they lie in the order of the
 * first number rule; so the few that a group may meet are found without looking at all others.
 */
final class Pool {
  private final Map<String, Waiting> byId = new HashMap<>();
  private final TreeSet<Waiting> byAge = new TreeSet<>(Waiting.BY_AGE);
  private final Map<List<String>, ArrayList<Waiting>> cells = new HashMap<>();
  private int tickets;

  /** The order within a cell: by the first number rule, then by age. */
  static final Comparator<Waiting> IN_CELL =
      Comparator.comparingLong(Pool::position).thenComparing(Waiting.BY_AGE);

  private static long position(Waiting group) {
    return group.traits.numberCount() == 0 ? 0 : group.traits.lowest(0);
  }

  void add(Waiting group) {
    byId.put(group.id(), group);
    byAge.add(group);
    tickets += group.size;
    var cell = cells.computeIfAbsent(group.traits.texts(), texts -> new ArrayList<>());
    cell.add(-1 - indexIn(cell, group), group);
  }

  void remove(Waiting group) {
    byId.remove(group.id());
    byAge.remove(group);
    tickets -= group.size;
    var cell = cells.get(group.traits.texts());
    cell.remove(indexIn(cell, group));
    if (cell.isEmpty()) {
      cells.remove(group.traits.texts());
    }
  }

  private static int indexIn(List<Waiting> cell, Waiting group) {
    return java.util.Collections.binarySearch(cell, group, IN_CELL);
  }

  /** The group of that id; null when it does not wait. */
  Waiting get(String groupId) {
    return byId.get(groupId);
  }

  boolean holds(Waiting group) {
    return byId.get(group.id()) == group;
  }

  int tickets() {
    return tickets;
  }

  /** All, the longest-waiting first. */
  Collection<Waiting> byAge() {
    return byAge;
  }

  /**
   * The groups that may be in one match with this one now, as far as two can tell, in the cell's
   * order.
   */
  List<Waiting> candidatesOf(Waiting group) {
    var candidates = new ArrayList<Waiting>();
    if (group.alone() != null) {
      for (var other : near(group, group.limits().reach())) {
        if (other != group && other.alone() != null && group.alone().with(other) != null) {
          candidates.add(other);
        }
      }
    }
    return candidates;
  }

  /** How many groups all rules but playerCount accept together with this one now. */
  int partnersOf(Waiting group, RuleBook book) {
    int partners = 0;
    for (var other : near(group, 1)) {
      if (other != group && arePartners(group, other, book)) {
        partners++;
      }
    }
    return partners;
  }

  /** Says whether all rules but playerCount accept these two together now. */
  static boolean arePartners(Waiting group, Waiting other, RuleBook book) {
    var limits = book.inForce(1 << group.stage() | 1 << other.stage());
    return group.traits.with(other.traits, limits, 1) != null;
  }

  /** Those in its cell whose first number is near enough at its stage, itself among them. */
  private List<Waiting> near(Waiting group, int reach) {
    var cell = cells.getOrDefault(group.traits.texts(), new ArrayList<>());
    if (group.traits.numberCount() == 0) {
      return cell;
    }
    long distance = group.limits().maxDifference(0) * reach;
    return cell.subList(
        firstFrom(cell, position(group) - distance),
        firstFrom(cell, position(group) + distance + 1));
  }

  private static int firstFrom(List<Waiting> cell, long position) {
    int low = 0;
    int high = cell.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (position(cell.get(middle)) < position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
