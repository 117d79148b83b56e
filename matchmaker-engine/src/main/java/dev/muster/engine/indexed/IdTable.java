package dev.muster.engine.indexed;

import java.util.Arrays;

/**
 * Groups by id: open addressing with linear probing, the hashes beside the groups, deletion by
 * shifting back.
 *
 * <p>Why not a HashMap: taking a known group out reads only two arrays here, where a map would
 * follow a chain of nodes to the text of each id; on the benchmark's 100,000 groups that was a
 * third of all time. Half full at most: 16 bytes per group, no entry objects.
 */
final class IdTable {
  private static final int FEWEST = 16;

  private Waiting[] groups = new Waiting[FEWEST];
  private int[] hashes = new int[FEWEST];
  private int size;

  int size() {
    return size;
  }

  /** The group of that id; null when there is none. */
  Waiting get(String id) {
    int hash = hash(id);
    for (int at = place(hash); hashes[at] != 0; at = next(at)) {
      if (hashes[at] == hash && groups[at].id().equals(id)) {
        return groups[at];
      }
    }
    return null;
  }

  /** Adds a group; there is none of its id. */
  void add(Waiting group) {
    if (2 * size >= groups.length) {
      resize(groups.length * 2);
    }
    put(group, hash(group.id()));
    size++;
  }

  private void put(Waiting group, int hash) {
    int at = place(hash);
    while (hashes[at] != 0) {
      at = next(at);
    }
    groups[at] = group;
    hashes[at] = hash;
    group.idHash = hash;
  }

  /** Takes out a group that is here. */
  void remove(Waiting group) {
    int at = place(group.idHash);
    while (hashes[at] != group.idHash || groups[at] != group) {
      at = next(at);
    }
    closeGap(at);
    size--;
    if (8 * size < groups.length && groups.length > FEWEST) {
      resize(groups.length / 2);
    }
  }

  /** Moves those back that lie behind a gap because they found their place taken. */
  private void closeGap(int from) {
    int gap = from;
    int mask = groups.length - 1;
    for (int at = next(gap); hashes[at] != 0; at = next(at)) {
      int home = place(hashes[at]);
      if (((at - home) & mask) >= ((at - gap) & mask)) {
        groups[gap] = groups[at];
        hashes[gap] = hashes[at];
        gap = at;
      }
    }
    groups[gap] = null;
    hashes[gap] = 0;
  }

  private void resize(int length) {
    var old = groups;
    var oldHashes = hashes;
    groups = new Waiting[length];
    hashes = new int[length];
    for (int i = 0; i < old.length; i++) {
      if (oldHashes[i] != 0) {
        put(old[i], oldHashes[i]);
      }
    }
  }

  private static int hash(String id) {
    int hash = id.hashCode() * 0x9E3779B9;
    return hash == 0 ? 1 : hash; // 0 stands for an empty place
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
