package dev.muster.engine.plain;

import java.util.List;

/**
 * Whether groups of the sizes at hand could fill teams at all, before anything else is asked of
 * them. It answers no only when it is certain; after {@link #MOST_STEPS} steps it gives up and says
 * that they might.
 */
final class Packing {
  private static final int MOST_STEPS = 2_000;

  private final int least;
  private final int most;
  private final int[] counts;
  private int steps;

  private Packing(int least, int most, int[] counts) {
    this.least = least;
    this.most = most;
    this.counts = counts;
  }

  /** Says whether a group and some of the others might make a full match. */
  static boolean mayFill(Waiting group, List<Waiting> others) {
    return others.stream()
            .mapToInt(other -> Math.min(other.limits().maxTeamSize, group.limits().maxTeamSize))
            .distinct()
            .anyMatch(size -> mayMake(group, others, size, size))
        || mayMake(group, List.of(), group.limits().maxTeamSize, group.limits().maxTeamSize);
  }

  /** Says whether a group and some of the others might make teams of these sizes. */
  static boolean mayMake(Waiting group, List<Waiting> others, int least, int most) {
    if (group.size > most) {
      return false;
    }
    var counts = new int[most + 1];
    for (var other : others) {
      if (other.size <= most) {
        counts[other.size]++;
      }
    }
    return new Packing(least, most, counts)
        .fits(group.limits().teamCount, most - group.size, most - group.size);
  }

  /** Fills the current team, the larger groups first, and then the teams after it. */
  private boolean fits(int teams, int room, int largest) {
    if (++steps > MOST_STEPS) {
      return true;
    }
    if (most - room >= least && (teams == 1 || fits(teams - 1, most, most))) {
      return true;
    }
    for (int size = Math.min(room, largest); size > 0; size--) {
      if (counts[size] > 0 && fitsWith(size, teams, room)) {
        return true;
      }
    }
    return false;
  }

  private boolean fitsWith(int size, int teams, int room) {
    counts[size]--;
    boolean fits = fits(teams, room - size, size);
    counts[size]++;
    return fits;
  }
}
