package dev.muster.engine.indexed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The groups with the same texts, in the order of the first number rule, or of when their search
 * began when there is no such rule; equal ones as they came.
 *
 * <p>The order is kept in chunks of at most 64 groups with their keys beside them, and a {@link
 * Directory} of the chunks. A group knows its chunk. Entering costs a search in the directory, one
 * in the chunk, and a shift within the chunk; leaving costs the latter two. Chunks start small, so
 * that a cell with one group takes little.
 */
final class Cell {
  private static final int FEW = Chunk.MOST / 4;

  final String[] texts;

  /** The resolved values by stringEquality rule. */
  final Map<String, String> equality;

  /** Groups of the cell for which a set may have been missed. */
  final List<Waiting> stuck = new ArrayList<>(0);

  /** Groups of the cell whose stage or search is about to end. */
  final List<Waiting> closers = new ArrayList<>(0);

  /** Of the groups looked at together, those of this cell that are fresh. */
  int freshCount;

  /** While groups are looked at together: whether many of this cell are fresh. */
  boolean isCrowded;

  /** While groups are looked at together: whether some of this cell were not fresh. */
  boolean hasOthers;

  /** The latest round in which all {@link #closers} were looked at, whoever was fresh. */
  long wokenAtRound;

  private final boolean byNumber;
  private final Directory directory = new Directory();
  private int size;
  private int[] groupsBySize = new int[2];

  /** By stage, those that could be in a match at it; under 0 those that could not. */
  private int[] groupsByStage = new int[2];

  private boolean left;

  Cell(String[] texts, Map<String, String> equality, boolean byNumber) {
    this.texts = texts;
    this.equality = equality;
    this.byNumber = byNumber;
  }

  /** Leaves it as it is: the rules have changed, and its groups are to move to other cells. */
  void leaveBehind() {
    left = true;
    stuck.clear();
    closers.clear();
  }

  /** Whether its groups are to move to other cells. */
  boolean isLeftBehind() {
    return left;
  }

  /** Forgets what was noted while groups were looked at together. */
  void endRound() {
    freshCount = 0;
    isCrowded = false;
    hasOthers = false;
  }

  /** How many groups wait here. */
  int size() {
    return size;
  }

  /** The most players of a group that has waited here. */
  int largestSize() {
    return groupsBySize.length - 1;
  }

  /** How many groups of so many players wait here. */
  int groupsOfSize(int players) {
    return players < groupsBySize.length ? groupsBySize[players] : 0;
  }

  /** Says whether everyone here is at a stage and could be in a match at it. */
  boolean isAllAt(int stage) {
    return stage + 1 < groupsByStage.length && groupsByStage[stage + 1] == size;
  }

  /** Takes note of the stage of a group that waits here. */
  void countStage(Waiting group) {
    int at = group.isFit ? group.stage + 1 : 0;
    if (at >= groupsByStage.length) {
      groupsByStage = Arrays.copyOf(groupsByStage, at + 1);
    }
    groupsByStage[at]++;
  }

  /** Forgets the stage of a group that is about to leave it. */
  void uncountStage(Waiting group) {
    groupsByStage[group.isFit ? group.stage + 1 : 0]--;
  }

  /** Where a group stands in the order. */
  long key(Waiting group) {
    return byNumber ? group.number : group.sinceMillis;
  }

  void add(Waiting group) {
    long key = key(group);
    if (directory.isEmpty()) {
      directory.add(new Chunk());
    }
    var chunk = directory.find(key + 1);
    if (chunk.count == Chunk.MOST) {
      chunk = split(chunk, key);
    }
    int at = chunk.countBelow(key + 1);
    chunk.insert(at, key, group);
    chunk.block.countGroups(1);
    if (at == 0) {
      directory.noteFirstKey(chunk);
    }
    group.cell = this;
    size++;
    if (group.size >= groupsBySize.length) {
      groupsBySize = Arrays.copyOf(groupsBySize, group.size + 1);
    }
    groupsBySize[group.size]++;
    countStage(group);
  }

  /** Makes two of a chunk; gives the one for a key. */
  private Chunk split(Chunk chunk, long key) {
    var upper = chunk.split();
    chunk.block.countGroups(-upper.count);
    directory.addAfter(chunk, upper);
    return upper.keys[0] <= key ? upper : chunk;
  }

  void remove(Waiting group) {
    var chunk = group.chunk;
    int at = chunk.placeOf(key(group), group);
    chunk.remove(at);
    chunk.block.countGroups(-1);
    if (chunk.count == 0) {
      directory.remove(chunk);
    } else {
      if (at == 0) {
        directory.noteFirstKey(chunk);
      }
      if (chunk.count < FEW) {
        mergeWithNext(chunk);
      }
    }
    group.cell = null;
    size--;
    groupsBySize[group.size]--;
    uncountStage(group);
  }

  private void mergeWithNext(Chunk chunk) {
    var next = chunk.next;
    if (next != null && chunk.count + next.count <= Chunk.MOST / 2) {
      directory.remove(next);
      chunk.append(next);
      chunk.block.countGroups(next.count);
    }
  }

  /** How many groups have a key from one to another, both included. */
  int countBetween(long least, long most) {
    return size == 0 ? 0 : countBelow(most + 1) - countBelow(least);
  }

  private int countBelow(long key) {
    var chunk = directory.find(key);
    return directory.countBefore(chunk) + chunk.countBelow(key);
  }

  /** The chunk in which the first group in the order from a key on lies, or the one before it. */
  Chunk chunkFrom(long key) {
    return directory.find(key);
  }

  void addAllTo(List<Waiting> list) {
    if (directory.isEmpty()) {
      return;
    }
    for (var chunk = directory.first(); chunk != null; chunk = chunk.next) {
      list.addAll(Arrays.asList(chunk.groups).subList(0, chunk.count));
    }
  }
}
