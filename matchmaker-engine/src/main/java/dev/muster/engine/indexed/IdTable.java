package dev.muster.engine.indexed;

import java.util.Arrays;

/**
 * Groups by id: open addressing with linear probing, the hashes beside the groups.
 *
 * <p>Why not a HashMap: a group knows its place here, so that taking it out reads nothing, where a
 * map would follow a chain of nodes to the text of each id; on the benchmark's 100,000 groups that
 * was a third of all time. A place that was left stays marked until the table is laid out anew. At
 * most half of the places are taken or left: 16 bytes per group, no entry objects.
 */
final class IdTable {
  private static final int FEWEST = 16;
  private static final int EMPTY = 0;
  private static final int LEFT = 1;

  private Waiting[] groups = new Waiting[FEWEST];
  private int[] hashes = new int[FEWEST];
  private int size;
  private int left;

  int size() {
    return size;
  }

  /** The group of that id; null when there is none. */
  Waiting get(String id) {
    int hash = hash(id);
    for (int at = place(hash); hashes[at] != EMPTY; at = next(at)) {
      if (hashes[at] == hash && groups[at].id().equals(id)) {
        return groups[at];
      }
    }
    return null;
  }

  /** Adds a group; there is none of its id. */
  void add(Waiting group) {
    if (2 * (size + left) >= groups.length) {
      layOut(4 * size >= groups.length ? groups.length * 2 : groups.length);
    }
    put(group, hash(group.id()));
    size++;
  }

  private void put(Waiting group, int hash) {
    int at = place(hash);
    while (hashes[at] != EMPTY) {
      at = next(at);
    }
    groups[at] = group;
    hashes[at] = hash;
    group.idPlace = at;
  }

  /** Takes out a group that is here. */
  void remove(Waiting group) {
    groups[group.idPlace] = null;
    hashes[group.idPlace] = LEFT;
    left++;
    size--;
    if (16 * size < groups.length && groups.length > FEWEST) {
      layOut(groups.length / 4);
    }
  }

  private void layOut(int length) {
    var old = groups;
    var oldHashes = hashes;
    groups = new Waiting[length];
    hashes = new int[length];
    left = 0;
    for (int i = 0; i < old.length; i++) {
      if (old[i] != null) {
        put(old[i], oldHashes[i]);
      }
    }
  }

  private static int hash(String id) {
    int hash = id.hashCode() * 0x9E3779B9;
    return hash == EMPTY || hash == LEFT ? 2 : hash;
  }

  private int place(int hash) {
    return hash >>> (Integer.numberOfLeadingZeros(groups.length) + 1);
  }

  private int next(int at) {
    return (at + 1) & (groups.length - 1);
  }

  /** Every group, the longest-waiting first. */
  Waiting[] byAge() {
    var all = new Waiting[size];
    int count = 0;
    for (var group : groups) {
      if (group != null) {
        all[count++] = group;
      }
    }
    Arrays.sort(all, Waiting.BY_AGE);
    return all;
  }
}
