package dev.muster.engine.plain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Composes the match for one group out of the candidates for it.
 *
 * <p>Up to {@link #MOST_EXACT} groups, the one served included, it looks at every set. Above that
 * it looks only at runs: the candidates lie in the order of the first number rule, and a run takes
 * them from some start at or below the served group upwards, skipping whom a rule refuses or who
 * would overfill. A run that ends in a hole goes back to fill it otherwise, for as many steps as
 * are granted. That is the definition of the plain implementation, not an approximation of it.
 */
final class Composer {
  /** The most groups of which every set is looked at. */
  static final int MOST_EXACT = 12;

  private static final int STEPS = 4_096;
  private static final int STEPS_PER_RUN = 256;

  private final RuleBook book;
  private final Pool pool;

  Composer(RuleBook book, Pool pool) {
    this.book = book;
    this.pool = pool;
  }

  /** Says whether every set is looked at. */
  static boolean isExact(Joint base, List<Waiting> others) {
    return base.groupCount() + others.size() <= MOST_EXACT;
  }

  /**
   * The best full match.
   *
   * @param served the group that it is for
   * @param base the group, and whoever else must be in the match
   * @param others who else may be in it, in the cell's order
   */
  Optional<Lineup> full(Waiting served, Joint base, List<Waiting> others) {
    List<Lineup> lineups;
    if (isExact(base, others)) {
      var sets = new ArrayList<Joint>();
      everySet(base, others, 0, set -> addIf(set.isFull(), set, sets));
      lineups = sets.stream().flatMap(set -> Split.of(set).stream()).toList();
    } else {
      lineups = new Runs(base, others).fullOnes();
    }
    return new Preference(book, pool, served, others).best(lineups);
  }

  /**
   * The best partial match: the largest, then the one with the most even teams, then the one with
   * the closest averages, then as among full ones.
   *
   * @param served the group that it is for
   * @param others who else may be in it, in the cell's order
   */
  Optional<Lineup> partial(Waiting served, List<Waiting> others) {
    var lineups =
        isExact(served.alone(), others)
            ? largestOfEverySet(served.alone(), others)
            : new Runs(served.alone(), others).largestOnes();
    var mostBalanced = lineups.stream().map(Lineup::balance).min(Comparator.naturalOrder());
    return new Preference(book, pool, served, others)
        .best(
            lineups.stream()
                .filter(lineup -> lineup.balance().compareTo(mostBalanced.orElseThrow()) == 0)
                .toList());
  }

  private static List<Lineup> largestOfEverySet(Joint base, List<Waiting> others) {
    var sets = new ArrayList<Joint>();
    everySet(base, others, 0, set -> addIf(set.isEnough(), set, sets));
    sets.sort(Comparator.comparingInt(Joint::players).reversed());
    var largest = new ArrayList<Lineup>();
    for (var set : sets) {
      if (!largest.isEmpty() && set.players() < largest.get(0).joint().players()) {
        break;
      }
      Split.of(set).ifPresent(largest::add);
    }
    return largest;
  }

  private static void addIf(boolean wanted, Joint set, List<Joint> sets) {
    if (wanted) {
      sets.add(set);
    }
  }

  private static void everySet(Joint set, List<Waiting> others, int from, Consumer<Joint> found) {
    found.accept(set);
    for (int i = from; i < others.size(); i++) {
      var larger = set.with(others.get(i));
      if (larger != null) {
        everySet(larger, others, i + 1, found);
      }
    }
  }

  /** The runs around a base. One use each. */
  private static final class Runs {
    private final Joint base;
    private final List<Waiting> others;
    private final int baseAt;
    private int stepsLeft;
    private int runStepsLeft;
    private int lastTaken;

    Runs(Joint base, List<Waiting> others) {
      this.base = base;
      this.others = others;
      var lowest = base.groups().stream().min(Pool.IN_CELL).orElseThrow();
      this.baseAt =
          (int) others.stream().filter(other -> Pool.IN_CELL.compare(other, lowest) < 0).count();
      this.stepsLeft = STEPS + 8 * others.size();
    }

    List<Lineup> fullOnes() {
      var found = new ArrayList<Lineup>();
      for (int start = baseAt; start >= 0 && stepsLeft > 0; start--) {
        var run = startAt(start);
        if (run != null) {
          runStepsLeft = STEPS_PER_RUN + 2 * others.size();
          lastTaken = start;
          fill(run, next(start)).ifPresent(found::add);
          if (!found.isEmpty() && lastTaken < baseAt - 1) {
            break; // it was full before it came to the base: so will be all that start below
          }
        }
      }
      return found;
    }

    private Joint startAt(int start) {
      return start == baseAt ? base : base.with(others.get(start));
    }

    private int next(int start) {
      return start == baseAt ? start : start + 1;
    }

    private Optional<Lineup> fill(Joint run, int from) {
      if (run.isFull()) {
        return Split.of(run);
      }
      for (int i = from; i < others.size() && stepsLeft > 0 && runStepsLeft > 0; i++) {
        stepsLeft--;
        runStepsLeft--;
        var longer = run.with(others.get(i));
        if (longer != null) {
          lastTaken = i;
          var full = fill(longer, i + 1);
          if (full.isPresent()) {
            return full;
          }
        }
      }
      return Optional.empty();
    }

    List<Lineup> largestOnes() {
      var found = new ArrayList<Lineup>();
      for (int start = baseAt; start >= 0 && stepsLeft > 0; start--) {
        var run = startAt(start);
        if (run != null) {
          largest(fillGreedily(run, next(start))).ifPresent(found::add);
        }
      }
      int most = found.stream().mapToInt(lineup -> lineup.joint().players()).max().orElse(0);
      found.removeIf(lineup -> lineup.joint().players() < most);
      return found;
    }

    private Joint fillGreedily(Joint run, int from) {
      for (int i = from; i < others.size() && !run.isFull(); i++) {
        stepsLeft--;
        var longer = run.with(others.get(i));
        run = longer == null ? run : longer;
      }
      return run;
    }

    /** The run, or the most of it that can be put into teams. */
    private Optional<Lineup> largest(Joint run) {
      var lineup = Split.of(run);
      for (var shorter = run.rest();
          lineup.isEmpty() && shorter != null && shorter.isEnough();
          shorter = shorter.rest()) {
        lineup = Split.of(shorter);
      }
      return lineup;
    }
  }
}
