package dev.muster.engine.explain;

import dev.muster.engine.profile.Profile;
import dev.muster.engine.profile.Rule;
import dev.muster.engine.profile.Rules;
import dev.muster.engine.profile.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One rule, less strict than it is: some of its numbers are at least so loose from a stage on, or
 * the rule is gone from all stages.
 *
 * @param rule the rule's name
 * @param limits the numbers; empty: the rule is gone
 * @param fromStage the index of the first stage that it is for; 0 when the rule is gone
 */
record Loosening(String rule, Map<Limit, Long> limits, int fromStage) {
  Loosening {
    limits = Map.copyOf(limits);
  }

  static Loosening of(String rule, Limit limit, long value) {
    return new Loosening(rule, Map.of(limit, value), 0);
  }

  static Loosening without(String rule) {
    return new Loosening(rule, Map.of(), 0);
  }

  boolean dropsTheRule() {
    return limits.isEmpty();
  }

  Loosening from(int stage) {
    return new Loosening(rule, limits, stage);
  }

  /** The same rules but for this one. */
  Profile appliedTo(Profile profile) {
    var stages = new ArrayList<Stage>();
    for (int i = 0; i < profile.stages().size(); i++) {
      var stage = profile.stages().get(i);
      stages.add(i < fromStage ? stage : new Stage(stage.afterMillis(), appliedTo(stage.rules())));
    }
    return new Profile(profile.queue(), profile.periods(), profile.backfillOnly(), stages);
  }

  /** Whether a profile may say so. */
  boolean isAllowed(Profile profile) {
    return appliedTo(profile).stages().stream()
        .allMatch(stage -> stage.rules().playerCount().full() <= Profile.MOST_PLAYERS);
  }

  private Rules appliedTo(Rules rules) {
    return new Rules(
        rules.playerCount().name().equals(rule) ? looser(rules.playerCount()) : rules.playerCount(),
        one(rules.latencies(), this::looser),
        each(rules.numbers(), this::looser),
        each(rules.equalities(), UnaryOperator.identity()),
        each(rules.intersections(), this::looser));
  }

  private <T extends Rule> Optional<T> one(Optional<T> found, UnaryOperator<T> change) {
    return each(found.stream().toList(), change).stream().findFirst();
  }

  private <T extends Rule> List<T> each(List<T> rules, UnaryOperator<T> change) {
    return rules.stream()
        .filter(found -> !dropsTheRule() || !found.name().equals(rule))
        .map(found -> found.name().equals(rule) ? change.apply(found) : found)
        .toList();
  }

  private long looser(Limit limit, long value) {
    return limits.containsKey(limit) ? limit.looser(value, limits.get(limit)) : value;
  }

  private Rule.PlayerCount looser(Rule.PlayerCount count) {
    return new Rule.PlayerCount(
        count.name(),
        count.teamCount(),
        (int) looser(Limit.MIN_TEAM_SIZE, count.minTeamSize()),
        (int) looser(Limit.MAX_TEAM_SIZE, count.maxTeamSize()));
  }

  private Rule.Latencies looser(Rule.Latencies latencies) {
    return new Rule.Latencies(
        latencies.name(),
        looser(Limit.DIFFERENCE, latencies.difference()),
        looser(Limit.MAX_LATENCY, latencies.maxLatency()),
        latencies.fallback());
  }

  private Rule.NumberDifference looser(Rule.NumberDifference number) {
    return new Rule.NumberDifference(
        number.name(), looser(Limit.MAX_DIFFERENCE, number.maxDifference()), number.fallback());
  }

  private Rule.Intersection looser(Rule.Intersection intersection) {
    return new Rule.Intersection(
        intersection.name(),
        (int) looser(Limit.OVERLAP, intersection.overlap()),
        intersection.fallback());
  }

  /** What it changes, at the first stage where it changes that. */
  List<LimitChange> changes(Profile profile) {
    var changes = new ArrayList<LimitChange>();
    for (var limit : Limit.values()) {
      if (limits.containsKey(limit)) {
        profile.stages().stream()
            .skip(fromStage)
            .mapToLong(stage -> Limit.of(stage.rules(), rule, limit))
            .filter(now -> looser(limit, now) != now)
            .mapToObj(now -> new LimitChange(rule, limit, now, looser(limit, now)))
            .findFirst()
            .ifPresent(changes::add);
      }
    }
    return changes;
  }
}
