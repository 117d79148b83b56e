package dev.muster.engine.plain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Finds the new matches that have become possible, and looks at nobody else.
 *
 * <p>A match that was not there before contains a <em>fresh</em> group: one that has arrived or
 * changed its stage. So only fresh groups and the candidates of fresh groups can be served, and
 * where only one of a group's candidates is fresh, that one must be in the match. Where more than
 * {@link Composer#MOST_EXACT} groups came into question and no match was found, one may have been
 * missed: such a group becomes fresh again when so many of its candidates have left that every set
 * can be looked at.
 */
final class Matcher {
  private static final int FEW = 16;

  private final RuleBook book;
  private final Pool pool;
  private final Composer composer;
  private final Set<Waiting> fresh = new LinkedHashSet<>();
  private final TreeSet<Waiting> closing = new TreeSet<>(Waiting.BY_AGE);
  private final Map<Waiting, Integer> tooManyBy = new LinkedHashMap<>();
  private final Set<Waiting> closingAmongTooMany = new LinkedHashSet<>();

  Matcher(RuleBook book, Pool pool) {
    this.book = book;
    this.pool = pool;
    this.composer = new Composer(book, pool);
  }

  /** Takes note that a group has arrived, or has come to another stage. */
  void noteFresh(Waiting group) {
    fresh.add(group);
  }

  /** Takes note that a group's stage or search is about to end. */
  void noteClosing(Waiting group) {
    closing.add(group);
  }

  /** Takes note that a group leaves, or leaves its stage; it must not have changed yet. */
  void noteLeaving(Waiting group) {
    closingAmongTooMany.remove(group);
    for (var other : List.copyOf(closingAmongTooMany)) {
      if (mayMeet(other, group)) {
        closing.add(other);
      }
    }
    tooManyBy.remove(group);
    for (var entry : List.copyOf(tooManyBy.entrySet())) {
      var other = entry.getKey();
      if (!mayMeet(other, group)) {
        continue;
      }
      if (entry.getValue() > 1) {
        tooManyBy.put(other, entry.getValue() - 1);
      } else {
        tooManyBy.remove(other);
        fresh.add(other);
      }
    }
  }

  private static boolean mayMeet(Waiting left, Waiting right) {
    return left.alone() != null && left.alone().with(right) != null;
  }

  /** Says whether there is something to look at. */
  boolean hasWork() {
    return !fresh.isEmpty() || !closing.isEmpty();
  }

  /**
   * Makes every full match, then every partial one whose time has come.
   *
   * @param made takes each match and takes its groups out of the pool
   */
  void makeMatches(long nowMillis, Consumer<Lineup> made) {
    while (hasWork()) {
      if (!fresh.isEmpty()) {
        makeFullMatches(new Touched(nowMillis), made);
      } else {
        makePartialMatch(closing.pollFirst(), nowMillis, made);
      }
    }
  }

  private void makePartialMatch(Waiting group, long nowMillis, Consumer<Lineup> made) {
    closingAmongTooMany.remove(group);
    if (!pool.holds(group) || !group.takesPartial(nowMillis) || !mayBePartial(group)) {
      return;
    }
    var candidates = pool.candidatesOf(group);
    var match = composer.partial(group, candidates);
    match.ifPresent(made);
    if (match.isEmpty() && !Composer.isExact(group.alone(), candidates)) {
      closingAmongTooMany.add(group);
    }
  }

  private boolean mayBePartial(Waiting group) {
    return !book.profile().backfillOnly()
        && group.alone() != null
        && group.limits().minTeamSize < group.limits().maxTeamSize;
  }

  private void makeFullMatches(Touched touched, Consumer<Lineup> made) {
    touched.byAge.forEach(
        (group, partner) -> {
          if (pool.holds(group) && pool.holds(partner)) {
            serve(group, partner, touched.candidatesOf(group, partner), made);
          }
        });
  }

  private void serve(
      Waiting group, Waiting partner, List<Waiting> candidates, Consumer<Lineup> made) {
    tooManyBy.remove(group);
    var base = partner == group ? group.alone() : group.alone().with(partner);
    var match = composer.full(group, base, candidates);
    if (match.isPresent()) {
      made.accept(match.get());
    } else if (!Composer.isExact(base, candidates)) {
      tooManyBy.put(group, base.groupCount() + candidates.size() - Composer.MOST_EXACT);
    }
  }

  /** Whom the fresh groups may have made a match possible for. */
  private final class Touched {
    /** By group the fresh one that must be in its match; itself when that may be anyone. */
    final TreeMap<Waiting, Waiting> byAge = new TreeMap<>(Waiting.BY_AGE);

    private final Map<Waiting, List<Waiting>> candidatesOfFresh = new LinkedHashMap<>();

    Touched(long nowMillis) {
      var groups = List.copyOf(fresh);
      fresh.clear();
      for (var group : groups) {
        if (pool.holds(group) && group.alone() != null) {
          touch(group, nowMillis, groups.size() <= FEW);
        }
      }
    }

    private void touch(Waiting group, long nowMillis, boolean few) {
      var candidates = pool.candidatesOf(group);
      noteIfClosing(group, nowMillis);
      candidates.forEach(candidate -> noteIfClosing(candidate, nowMillis));
      if (!book.profile().backfillOnly() && Packing.mayFill(group, candidates)) {
        byAge.put(group, group);
        for (var candidate : candidates) {
          var partner = byAge.putIfAbsent(candidate, few ? group : candidate);
          if (partner != null && partner != group) {
            byAge.put(candidate, candidate);
          }
        }
        if (few) {
          candidatesOfFresh.put(group, candidates);
        }
      }
    }

    private void noteIfClosing(Waiting group, long nowMillis) {
      if (group.takesPartial(nowMillis)) {
        closing.add(group);
      }
    }

    List<Waiting> candidatesOf(Waiting group, Waiting partner) {
      var known = candidatesOfFresh.get(partner);
      if (known == null) {
        return pool.candidatesOf(group);
      }
      var candidates = new ArrayList<Waiting>();
      for (var candidate : known) {
        if (candidate != group && pool.holds(candidate) && group.alone().with(candidate) != null) {
          candidates.add(candidate);
        }
      }
      return candidates;
    }
  }
}
