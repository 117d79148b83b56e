package dev.muster.engine.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All rules as they stand at one stage. They hold together.
 *
 * @param playerCount how many players make a match
 * @param latencies the rule on latencies, if the profile has one
 * @param numbers the rules on numbers, by name
 * @param equalities the rules on texts, by name
 * @param intersections the rules on lists, by name
 */
public record Rules(
    Rule.PlayerCount playerCount,
    Optional<Rule.Latencies> latencies,
    List<Rule.NumberDifference> numbers,
    List<Rule.StringEquality> equalities,
    List<Rule.Intersection> intersections) {
  public Rules {
    numbers = List.copyOf(numbers);
    equalities = List.copyOf(equalities);
    intersections = List.copyOf(intersections);
  }

  /** Every rule that looks at a ticket attribute: all but playerCount. */
  public List<Rule> onAttributes() {
    return Stream.of(
            latencies.stream(), numbers.stream(), equalities.stream(), intersections.stream())
        .<Rule>flatMap(rules -> rules)
        .toList();
  }

  /** The rule on an attribute of that name, if there is one. */
  public Optional<Rule> onAttribute(String name) {
    return onAttributes().stream().filter(rule -> rule.name().equals(name)).findFirst();
  }

  /**
   * Attribute by attribute the stricter of the two: what holds when groups at these stages meet.
   *
   * @return empty when the stages want different numbers of teams, so that nothing can hold
   */
  public Optional<Rules> strictest(Rules other) {
    if (playerCount.teamCount() != other.playerCount.teamCount()) {
      return Optional.empty();
    }
    return Optional.of(combined(other, true));
  }

  /**
   * Says whether whoever other rules let in is let in by these, too, and counts as the same: they
   * look at the same attributes, with the same defaults, and nothing is stricter.
   */
  public boolean admitAllOf(Rules other) {
    return looksAlike(other) && loosest(other).equals(this);
  }

  private boolean looksAlike(Rules other) {
    return attributes(this).equals(attributes(other));
  }

  /** What is looked at, by name and type, and what counts for those who lack it. */
  private static List<List<Object>> attributes(Rules rules) {
    return rules.onAttributes().stream()
        .map(rule -> List.<Object>of(rule.name(), rule.type(), fallback(rule)))
        .toList();
  }

  private static Optional<?> fallback(Rule rule) {
    if (rule instanceof Rule.NumberDifference number) {
      return number.fallback();
    } else if (rule instanceof Rule.StringEquality equality) {
      return equality.fallback();
    } else if (rule instanceof Rule.Intersection intersection) {
      return intersection.fallback();
    } else if (rule instanceof Rule.Latencies latencies) {
      return latencies.fallback();
    }
    return Optional.empty();
  }

  /** Attribute by attribute the more relaxed of the two; teamCount and names are this one's. */
  Rules loosest(Rules other) {
    return combined(other, false);
  }

  private Rules combined(Rules other, boolean strict) {
    var count = playerCount;
    var theirs = other.playerCount;
    return new Rules(
        new Rule.PlayerCount(
            count.name(),
            count.teamCount(),
            most(strict, count.minTeamSize(), theirs.minTeamSize()),
            least(strict, count.maxTeamSize(), theirs.maxTeamSize())),
        latencies.map(rule -> combined(rule, other.latencies.orElseThrow(), strict)),
        zip(
            numbers,
            other.numbers,
            (a, b) ->
                new Rule.NumberDifference(
                    a.name(), least(strict, a.maxDifference(), b.maxDifference()), a.fallback())),
        equalities,
        zip(
            intersections,
            other.intersections,
            (a, b) ->
                new Rule.Intersection(
                    a.name(), most(strict, a.overlap(), b.overlap()), a.fallback())));
  }

  private static Rule.Latencies combined(Rule.Latencies a, Rule.Latencies b, boolean strict) {
    return new Rule.Latencies(
        a.name(),
        least(strict, a.difference(), b.difference()),
        least(strict, a.maxLatency(), b.maxLatency()),
        a.fallback());
  }

  private static <T> List<T> zip(
      List<T> left, List<T> right, java.util.function.BinaryOperator<T> combine) {
    var all = new ArrayList<T>(left.size());
    for (int i = 0; i < left.size(); i++) {
      all.add(combine.apply(left.get(i), right.get(i)));
    }
    return all;
  }

  private static long least(boolean strict, long a, long b) {
    return strict ? Math.min(a, b) : Math.max(a, b);
  }

  private static int least(boolean strict, int a, int b) {
    return strict ? Math.min(a, b) : Math.max(a, b);
  }

  private static int most(boolean strict, int a, int b) {
    return strict ? Math.max(a, b) : Math.min(a, b);
  }
}
