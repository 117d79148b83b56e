package dev.muster.bench.pool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The floor: one sort by region, mode and rank and one sweep that takes neighbours as long as they
 * fit. It has no ages, no ids, no departures and no preferences: less work is hardly possible.
 */
final class Floor implements Contender {
  private static final int RANK_OFFSET = 1 << 19;
  private static final int GROUP = 0xFFF_FFFF;
  private static final int RANK = 0xF_FFFF;

  private final Workload workload;
  private final List<Entrant> entrants;
  private final int[] regions;
  private final int[] modes;
  private final int[] ranks;
  private final int[] sizes;
  private final int[] matched;
  private int matchedCount;

  Floor(Workload workload, List<Entrant> entrants) {
    this.workload = workload;
    this.entrants = entrants;
    this.regions = entrants.stream().mapToInt(Entrant::region).toArray();
    this.modes = entrants.stream().mapToInt(Entrant::mode).toArray();
    this.ranks = entrants.stream().mapToInt(entrant -> (int) entrant.rank()).toArray();
    this.sizes = entrants.stream().mapToInt(Entrant::size).toArray();
    this.matched = new int[2 * entrants.size() + 1];
  }

  @Override
  public void run() {
    var keys = new long[entrants.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] =
          (long) regions[i] << 56
              | (long) modes[i] << 48
              | (long) (ranks[i] + RANK_OFFSET) << 28
              | i;
    }
    Arrays.sort(keys);
    int from = 0;
    int players = 0;
    for (int at = 0; at < keys.length; at++) {
      int group = (int) (keys[at] & GROUP);
      while (from < at && (!fits(keys[from], keys[at]) || players + sizes[group] > size())) {
        players -= sizes[(int) (keys[from++] & GROUP)];
      }
      players += sizes[group];
      if (players == size()) {
        take(keys, from, at + 1);
        from = at + 1;
        players = 0;
      }
    }
  }

  private int size() {
    return workload.players();
  }

  private boolean fits(long low, long high) {
    if (workload.range > 0) {
      return low >>> 48 == high >>> 48 && rank(high) - rank(low) <= workload.range;
    }
    return !workload.sameRegion || low >>> 56 == high >>> 56;
  }

  private static long rank(long key) {
    return (key >>> 28) & RANK;
  }

  private void take(long[] keys, int from, int to) {
    for (int i = from; i < to; i++) {
      matched[matchedCount++] = (int) (keys[i] & GROUP);
    }
    matched[matchedCount++] = -1;
  }

  /** Some way to put groups into teams; this is not timed. */
  private Optional<List<List<Entrant>>> teams(List<Entrant> groups, List<Entrant> first) {
    int players = first.stream().mapToInt(Entrant::size).sum();
    if (players == workload.teamSize) {
      var others = new ArrayList<>(groups);
      others.removeAll(first);
      return Optional.of(others.isEmpty() ? List.of(first) : List.of(first, others));
    }
    int next = first.isEmpty() ? 0 : groups.indexOf(first.get(first.size() - 1)) + 1;
    for (int i = next; i < groups.size(); i++) {
      var longer = new ArrayList<>(first);
      longer.add(groups.get(i));
      var found =
          players + groups.get(i).size() <= workload.teamSize
              ? teams(groups, longer)
              : Optional.<List<List<Entrant>>>empty();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  @Override
  public List<Made> made() {
    var made = new ArrayList<Made>();
    var groups = new ArrayList<Entrant>();
    for (int i = 0; i < matchedCount; i++) {
      if (matched[i] >= 0) {
        groups.add(entrants.get(matched[i]));
      } else {
        teams(groups, new ArrayList<>()).ifPresent(teams -> made.add(new Made(teams, List.of())));
        groups.clear();
      }
    }
    return made;
  }
}
