package dev.muster.engine.indexed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The groups with the same texts, in the order of the first number rule, or of when their search
 * began when there is no such rule; equal ones as they came.
 *
 * <p>The order is kept in chunks of at most 128 groups with their keys beside them, and a directory
 * of the chunks' first keys. A group knows its chunk. Entering costs a binary search in the
 * directory and one in the chunk, and a shift within the chunk; leaving costs the latter two.
 * Counting the groups between two keys costs two searches and one addition per chunk between.
 * Chunks start small, so that a cell with one group takes little.
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
  private Chunk[] chunks = new Chunk[1];
  private long[] firstKeys = new long[1];
  private int chunkCount;
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
    if (chunkCount == 0) {
      insertChunk(0, new Chunk());
    }
    var chunk = chunks[chunkWith(key + 1)];
    if (chunk.count == Chunk.MOST) {
      var upper = chunk.split();
      insertChunk(chunk.index + 1, upper);
      chunk = upper.keys[0] <= key ? upper : chunk;
    }
    int at = chunk.countBelow(key + 1);
    chunk.insert(at, key, group);
    if (at == 0) {
      firstKeys[chunk.index] = key;
    }
    group.cell = this;
    size++;
    if (group.size >= groupsBySize.length) {
      groupsBySize = Arrays.copyOf(groupsBySize, group.size + 1);
    }
    groupsBySize[group.size]++;
    countStage(group);
  }

  void remove(Waiting group) {
    var chunk = group.chunk;
    int at = chunk.placeOf(key(group), group);
    chunk.remove(at);
    if (chunk.count == 0) {
      removeChunk(chunk.index);
    } else {
      if (at == 0) {
        firstKeys[chunk.index] = chunk.keys[0];
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
    if (chunk.index + 1 < chunkCount) {
      var next = chunks[chunk.index + 1];
      if (chunk.count + next.count <= Chunk.MOST / 2) {
        chunk.append(next);
        removeChunk(next.index);
      }
    }
  }

  private void insertChunk(int index, Chunk chunk) {
    if (chunkCount == chunks.length) {
      chunks = Arrays.copyOf(chunks, chunkCount * 2);
      firstKeys = Arrays.copyOf(firstKeys, chunkCount * 2);
    }
    System.arraycopy(chunks, index, chunks, index + 1, chunkCount - index);
    System.arraycopy(firstKeys, index, firstKeys, index + 1, chunkCount - index);
    chunks[index] = chunk;
    firstKeys[index] = chunk.keys[0];
    chunkCount++;
    for (int i = index; i < chunkCount; i++) {
      chunks[i].index = i;
    }
  }

  private void removeChunk(int index) {
    chunkCount--;
    System.arraycopy(chunks, index + 1, chunks, index, chunkCount - index);
    System.arraycopy(firstKeys, index + 1, firstKeys, index, chunkCount - index);
    chunks[chunkCount] = null;
    for (int i = index; i < chunkCount; i++) {
      chunks[i].index = i;
    }
  }

  /** How many groups have a key from one to another, both included. */
  int countBetween(long least, long most) {
    if (size == 0) {
      return 0;
    }
    int from = chunkWith(least);
    int to = chunkWith(most + 1);
    int count = chunks[to].countBelow(most + 1) - chunks[from].countBelow(least);
    for (int i = from; i < to; i++) {
      count += chunks[i].count;
    }
    return count;
  }

  /** The last chunk whose first key is below one; the first when none is. */
  private int chunkWith(long key) {
    return Math.max(0, Chunk.countBelow(firstKeys, chunkCount, key) - 1);
  }

  int chunkCount() {
    return chunkCount;
  }

  Chunk chunk(int index) {
    return chunks[index];
  }

  /** The first group in the order from a key on: as its chunk; its place there is counted anew. */
  Chunk chunkFrom(long key) {
    return chunks[chunkWith(key)];
  }

  void addAllTo(List<Waiting> list) {
    for (int i = 0; i < chunkCount; i++) {
      for (int j = 0; j < chunks[i].count; j++) {
        list.add(chunks[i].groups[j]);
      }
    }
  }
}
