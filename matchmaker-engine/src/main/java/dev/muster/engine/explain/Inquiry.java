package dev.muster.engine.explain;

import dev.muster.engine.Event;
import dev.muster.engine.Explanation;
import dev.muster.engine.Matchmaking;
import dev.muster.engine.Snapshot;
import dev.muster.engine.explain.Diagnosis.NextStage;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.profile.Rules;
import dev.muster.engine.ticket.Search;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Asks why a group waits, of a copy of its queue.
 *
 * <p>What each rule says now and at the next stage, the engine's explanation says. What would let
 * the group into a match is found by trying: one rule after the other, that which alone refuses
 * most first, is loosened step by step (each step lets in one candidate more, or lets two meet that
 * each fit the group), the copy is played by these rules, and by bisection the least step is found
 * with which the engine makes a match of the group. So whatever is told was seen to happen; that
 * nothing smaller would do is only likely, since wider rules also let others meet, whom the group
 * would have met.
 *
 * <p>One use each. Not thread-safe, and to be asked off the loop: it may take a second.
 */
public final class Inquiry {
  private final Snapshot snapshot;
  private final Profile profile;
  private final Search search;
  private final long nowMillis;
  private final Trial trial;
  private final long expiresAtMillis;
  private final int stage;

  /** Makes an empty queue of the implementation that is asked. */
  @FunctionalInterface
  public interface Maker {
    /** An empty queue. */
    Matchmaking make(Profile profile, boolean beaconsListed);
  }

  /**
   * About one group.
   *
   * @param nowMillis when the snapshot was made, ms since the epoch
   */
  public Inquiry(Maker maker, Snapshot snapshot, long nowMillis) {
    this.snapshot = snapshot;
    this.profile = snapshot.profile();
    this.search = snapshot.group();
    this.nowMillis = nowMillis;
    this.trial = new Trial(maker, snapshot, nowMillis);
    this.expiresAtMillis =
        search.sinceMillis() + search.pausedMillis() + profile.periods().ticketExpirationMillis();
    this.stage = profile.stageIndexAt(search.ageMillis(nowMillis));
  }

  /** The answer. */
  public Diagnosis answer() {
    var copy = trial.copy(profile);
    var explanation = explain(copy, nowMillis);
    var nextStage = nextStage().map(index -> nextStage(copy, index));
    var matchAt =
        profile.backfillOnly()
            ? OptionalLong.empty()
            : trial.run(profile, expiresAtMillis).stream()
                .mapToLong(Trial.Outcome::atMillis)
                .findFirst();
    boolean isMatchedNow = matchAt.isPresent() && matchAt.getAsLong() <= nowMillis;
    return new Diagnosis(
        snapshot,
        nowMillis,
        explanation,
        rules(),
        expiresAtMillis,
        nextStage,
        matchAt,
        isMatchedNow || profile.backfillOnly() ? List.of() : counterfactuals(explanation, matchAt),
        !trial.wasStopped() && snapshot.isWhole());
  }

  private Rules rules() {
    return profile.stages().get(stage).rules();
  }

  private Explanation explain(Matchmaking copy, long atMillis) {
    return copy.explain(search.group().id(), atMillis).orElseThrow();
  }

  // --------------------------------------------------------- the stage to come

  private Optional<Integer> nextStage() {
    return stage + 1 < profile.stages().size() ? Optional.of(stage + 1) : Optional.empty();
  }

  private NextStage nextStage(Matchmaking copy, int index) {
    var next = profile.stages().get(index);
    long atMillis = search.sinceMillis() + next.afterMillis();
    int accepted = explain(copy, atMillis).accepted();
    int acceptedWhenThere = explain(trial.copyWithoutLatecomers(), atMillis).accepted();
    return new NextStage(
        next.name(),
        atMillis,
        changes(rules(), next.rules()),
        accepted,
        acceptedWhenThere - accepted);
  }

  private static List<LimitChange> changes(Rules before, Rules after) {
    var changes = new ArrayList<LimitChange>();
    for (var now : Limit.all(before)) {
      long then = Limit.of(after, now.rule(), now.limit());
      if (then != now.value()) {
        changes.add(new LimitChange(now.rule(), now.limit(), now.value(), then));
      }
    }
    return changes;
  }

  // ------------------------------------------------- what would have to change

  private List<Counterfactual> counterfactuals(Explanation explanation, OptionalLong matchAt) {
    var loosenings = new Loosenings(profile, rules());
    return explanation.rules().stream()
        .sorted(
            Comparator.comparingInt(Explanation.ByRule::refusedAlone)
                .thenComparingInt(Explanation.ByRule::refusedPairs)
                .reversed()
                .thenComparing(Explanation.ByRule::rule))
        .map(loosenings::of)
        .filter(steps -> !steps.isEmpty())
        .flatMap(steps -> least(steps, matchAt.orElse(Long.MAX_VALUE)).stream())
        .toList();
  }

  /** Smaller matches are made when a stage or the search is about to end; all others at once. */
  private long untilMillis(Loosening step) {
    if (!step.limits().containsKey(Limit.MIN_TEAM_SIZE)) {
      return nowMillis;
    }
    return nextStage()
        .map(index -> search.sinceMillis() + profile.stages().get(index).afterMillis())
        .map(boundary -> Math.min(boundary, expiresAtMillis))
        .orElse(expiresAtMillis);
  }

  /**
   * The least of some steps with which the group gets into a match.
   *
   * @param steps from the least to the greatest; at least one
   * @param otherwiseMillis when it gets into one anyway; a match then or later is none to tell of
   */
  private Optional<Counterfactual> least(List<Loosening> steps, long otherwiseMillis) {
    Found best = null;
    int low = 0;
    int high = steps.size() - 1;
    for (int divisor = 1; best == null && divisor <= 4; divisor *= 2) {
      high = (steps.size() - 1) / divisor;
      best = trial(steps.get(high), otherwiseMillis).orElse(null);
    }
    while (best != null && low < high) {
      int middle = (low + high) >>> 1;
      var found = trial(steps.get(middle), otherwiseMillis);
      if (found.isPresent()) {
        best = found.get();
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return Optional.ofNullable(best).map(found -> narrowed(found, otherwiseMillis)).map(this::told);
  }

  private record Found(Loosening step, Trial.Outcome outcome) {}

  private Optional<Found> trial(Loosening step, long otherwiseMillis) {
    return trial
        .run(step.appliedTo(profile), untilMillis(step))
        .filter(outcome -> outcome.atMillis() < otherwiseMillis)
        .filter(
            outcome -> groups(outcome.match()).count() > 1) // to play alone is no match to tell of
        .map(outcome -> new Found(step, outcome));
  }

  /** Leaves out of a step what is not needed: one of two numbers, and stages that nobody is at. */
  private Found narrowed(Found found, long otherwiseMillis) {
    var step = found.step();
    var narrow = found;
    if (step.limits().size() > 1) {
      for (var limit :
          step.limits().entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
        var alone = Loosening.of(step.rule(), limit.getKey(), limit.getValue());
        narrow = trial(alone, otherwiseMillis).orElse(narrow);
      }
    }
    int lowest = lowestStage(narrow.outcome());
    return lowest == 0 || step.dropsTheRule()
        ? narrow
        : trial(narrow.step().from(lowest), otherwiseMillis).orElse(narrow);
  }

  private int lowestStage(Trial.Outcome outcome) {
    return groups(outcome.match())
        .mapToInt(other -> profile.stageIndexAt(other.ageMillis(outcome.atMillis())))
        .min()
        .orElse(0);
  }

  private static Stream<Search> groups(Event.MatchMade match) {
    return match.teams().stream().flatMap(team -> team.groups().stream());
  }

  private Counterfactual told(Found found) {
    var step = found.step();
    return new Counterfactual(
        step.rule(),
        step.changes(profile),
        profile.stages().get(step.fromStage()).name(),
        found.outcome().atMillis(),
        found.outcome().match());
  }
}
