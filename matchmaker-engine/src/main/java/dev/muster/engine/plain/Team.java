package dev.muster.engine.plain;

import java.util.ArrayList;
import java.util.List;

/** A team while it is put together. */
final class Team {
  private final List<Waiting> groups = new ArrayList<>();
  private int players;

  void add(Waiting group) {
    groups.add(group);
    players += group.size;
  }

  void removeLast() {
    players -= groups.remove(groups.size() - 1).size;
  }

  List<Waiting> groups() {
    return groups;
  }

  int players() {
    return players;
  }

  int groupCount() {
    return groups.size();
  }

  /** The numbers of its groups added up, millionths. */
  long sum(int rule) {
    long sum = 0;
    for (var group : groups) {
      sum += group.traits.lowest(rule);
    }
    return sum;
  }

  /** Says whether its groups' numbers lie within maxDifference of each other. */
  boolean numbersHold(Limits limits) {
    int rules = groups.isEmpty() ? 0 : groups.get(0).traits.numberCount();
    for (int rule = 0; rule < rules; rule++) {
      if (spread(rule) > limits.maxDifference(rule)) {
        return false;
      }
    }
    return true;
  }

  private long spread(int rule) {
    long lowest = Long.MAX_VALUE;
    long highest = Long.MIN_VALUE;
    for (var group : groups) {
      lowest = Math.min(lowest, group.traits.lowest(rule));
      highest = Math.max(highest, group.traits.lowest(rule));
    }
    return highest - lowest;
  }
}
