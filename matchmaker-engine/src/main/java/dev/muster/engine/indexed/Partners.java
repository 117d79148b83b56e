package dev.muster.engine.indexed;

import java.util.Arrays;
import java.util.List;

/**
 * How many groups all rules but playerCount accept together with one. Where few are near by the
 * first number each of them is asked; where many are, they are counted in the index, other rules
 * left aside. What was counted is kept until {@link #clear}.
 */
final class Partners {
  private static final int FEW = 32;

  private final RuleTable table;
  private final List<PairJudge> judges;
  private Waiting[] counted = new Waiting[16];
  private int[] partners = new int[16];
  private int countedCount;

  Partners(RuleTable table, Reader reader) {
    this.table = table;
    this.judges =
        PairJudge.all(table, reader).stream().filter(PairJudge::looksAtAttributes).toList();
  }

  /** Forgets what was counted, and lets go of the groups. */
  void clear() {
    Arrays.fill(counted, 0, countedCount, null);
    countedCount = 0;
  }

  /** The pairs of a member and an outsider who could have met. */
  long lostBy(Waiting[] members) {
    long lost = 0;
    for (int i = 0; i < members.length; i++) {
      lost += of(members[i]);
      for (int j = 0; j < i; j++) {
        lost -= table.indexTellsPartners || arePartners(members[i], members[j]) ? 2 : 0;
      }
    }
    return lost;
  }

  private int of(Waiting group) {
    for (int i = 0; i < countedCount; i++) {
      if (counted[i] == group) {
        return partners[i];
      }
    }
    if (countedCount == counted.length) {
      counted = Arrays.copyOf(counted, countedCount * 2);
      partners = Arrays.copyOf(partners, countedCount * 2);
    }
    counted[countedCount] = group;
    partners[countedCount] = count(group);
    return partners[countedCount++];
  }

  private int count(Waiting group) {
    int near = group.cell.size() - 1;
    if (table.numberCount > 0) {
      long range = table.at(group.stage).maxDifferences[0];
      near = group.cell.countBetween(group.number - range, group.number + range) - 1;
    }
    return table.indexTellsPartners || near > FEW ? near : ask(group);
  }

  private int ask(Waiting group) {
    var cell = group.cell;
    long range = table.numberCount > 0 ? table.at(group.stage).maxDifferences[0] : 0;
    long least = table.numberCount > 0 ? group.number - range : Long.MIN_VALUE;
    long most = table.numberCount > 0 ? group.number + range : Long.MAX_VALUE;
    int count = 0;
    for (var chunk = cell.chunkFrom(least);
        chunk != null && chunk.keys[0] <= most;
        chunk = chunk.next) {
      for (int j = 0; j < chunk.count && chunk.keys[j] <= most; j++) {
        var other = chunk.groups[j];
        count += chunk.keys[j] >= least && other != group && arePartners(group, other) ? 1 : 0;
      }
    }
    return count;
  }

  private boolean arePartners(Waiting left, Waiting right) {
    var limits = table.inForce(1 << left.stage | 1 << right.stage);
    for (var judge : judges) {
      if (judge.excess(left, right, limits) > 0) {
        return false;
      }
    }
    return true;
  }
}
