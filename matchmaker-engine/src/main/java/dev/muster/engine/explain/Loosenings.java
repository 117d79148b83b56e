package dev.muster.engine.explain;

import dev.muster.engine.Explanation;
import dev.muster.engine.profile.Millionths;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.profile.Rule;
import dev.muster.engine.profile.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What one rule would have to allow so that more groups were accepted: each step lets in one
 * candidate more, or lets two meet that each fit, from the least change to the greatest.
 */
final class Loosenings {
  private final Profile profile;
  private final Rules rules;

  /**
   * Those for a group at a stage.
   *
   * @param rules the rules at the stage of the group that is asked about
   */
  Loosenings(Profile profile, Rules rules) {
    this.profile = profile;
    this.rules = rules;
  }

  List<Loosening> of(Explanation.ByRule verdict) {
    var name = verdict.rule();
    var steps =
        name.equals(rules.playerCount().name())
            ? ofPlayerCount(verdict)
            : rules.onAttribute(name).map(rule -> of(rule, verdict)).orElse(List.of());
    return steps.stream().filter(step -> step.isAllowed(profile)).toList();
  }

  private List<Loosening> of(Rule rule, Explanation.ByRule verdict) {
    var name = rule.name();
    return switch (rule.type()) {
      case NUMBER_DIFFERENCE ->
          beyond(
              stage -> Limit.of(stage, name, Limit.MAX_DIFFERENCE),
              verdict,
              value -> Loosening.of(name, Limit.MAX_DIFFERENCE, value));
      case LATENCIES -> ofLatencies(name, verdict);
      case INTERSECTION -> ofIntersection((Rule.Intersection) rule, verdict);
      case STRING_EQUALITY -> refusesNobody(verdict) ? List.of() : List.of(Loosening.without(name));
      case PLAYER_COUNT -> throw new AssertionError(rule);
    };
  }

  /** Neither a candidate that no other rule refuses, nor two that each fit the group. */
  private static boolean refusesNobody(Explanation.ByRule verdict) {
    return verdict.refusedAlone() == 0 && verdict.refusedPairs() == 0;
  }

  /** A pair is judged by the stricter of two stages; so any stage's limit may be what it misses. */
  private List<Loosening> beyond(
      ToLongFunction<Rules> limit, Explanation.ByRule verdict, LongFunction<Loosening> loosening) {
    var values = new TreeSet<Long>();
    for (var stage : profile.stages()) {
      Stream.concat(verdict.excessesAlone().stream(), verdict.excessesBetween().stream())
          .filter(excess -> excess <= 2 * Millionths.LIMIT)
          .forEach(excess -> values.add(limit.applyAsLong(stage.rules()) + excess));
    }
    return values.stream()
        .filter(value -> value <= Millionths.LIMIT)
        .map(loosening::apply)
        .toList();
  }

  /** Both numbers by as much; which of them is needed is seen later. */
  private List<Loosening> ofLatencies(String name, Explanation.ByRule verdict) {
    var now = rules.latencies().orElseThrow();
    return beyond(
        stage -> Limit.of(stage, name, Limit.MAX_LATENCY),
        verdict,
        value ->
            new Loosening(
                name,
                Map.of(
                    Limit.MAX_LATENCY,
                    value,
                    Limit.DIFFERENCE,
                    Math.max(now.difference() + value - now.maxLatency(), now.difference())),
                0));
  }

  private static List<Loosening> ofIntersection(
      Rule.Intersection rule, Explanation.ByRule verdict) {
    var steps = new ArrayList<Loosening>();
    if (!refusesNobody(verdict)) {
      IntStream.range(1, rule.overlap())
          .mapToObj(less -> Loosening.of(rule.name(), Limit.OVERLAP, rule.overlap() - less))
          .forEach(steps::add);
      steps.add(Loosening.without(rule.name()));
    }
    return steps;
  }

  private List<Loosening> ofPlayerCount(Explanation.ByRule verdict) {
    var count = rules.playerCount();
    var steps = new ArrayList<Loosening>();
    if (verdict.refusedAlone() == 0) {
      IntStream.range(1, count.minTeamSize())
          .mapToObj(
              less -> Loosening.of(count.name(), Limit.MIN_TEAM_SIZE, count.minTeamSize() - less))
          .forEach(steps::add);
    } else {
      verdict.excessesAlone().stream()
          .distinct()
          .filter(excess -> count.maxTeamSize() + excess <= Profile.MOST_PLAYERS)
          .map(
              excess ->
                  Loosening.of(count.name(), Limit.MAX_TEAM_SIZE, count.maxTeamSize() + excess))
          .forEach(steps::add);
    }
    return steps;
  }
}
