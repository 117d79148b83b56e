package dev.muster.engine.profile;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Defaults that the rules themselves refuse, so that nobody who relies on one could ever search.
 *
 * <p>They are no reason to stop a queue that is served already: tickets with attributes of their
 * own find each other.
 */
public final class RefusedDefaults {
  private RefusedDefaults() {}

  /** What is wrong, by field {@code rules.NAME.default}; empty when every default is of use. */
  public static List<Problem> of(Profile profile) {
    var loosest = profile.mostRelaxed();
    return Stream.concat(
            loosest.intersections().stream().flatMap(rule -> tooShort(rule).stream()),
            loosest.latencies().stream().flatMap(rule -> tooFar(rule).stream()))
        .toList();
  }

  private static Optional<Problem> tooShort(Rule.Intersection rule) {
    int different = rule.fallback().map(values -> new HashSet<>(values).size()).orElse(0);
    return rule.fallback().isEmpty() || different >= rule.overlap()
        ? Optional.empty()
        : Optional.of(
            problem(
                rule,
                "has %d of the values that players must share; the least overlap is %d, and nobody who relies on the default could search"
                    .formatted(different, rule.overlap())));
  }

  private static Optional<Problem> tooFar(Rule.Latencies rule) {
    return rule.fallback()
        .filter(latencies -> !latencies.isEmpty())
        .map(latencies -> nearest(latencies.values()))
        .filter(nearest -> nearest > rule.maxLatency())
        .map(
            nearest ->
                problem(
                    rule,
                    "has no latency within maxLatency, which is at most %s ms, and nobody who relies on the default could search; the lowest is %s ms"
                        .formatted(Millionths.text(rule.maxLatency()), Millionths.text(nearest))));
  }

  private static long nearest(Collection<Long> latencies) {
    return Collections.min(latencies);
  }

  private static Problem problem(Rule rule, String message) {
    return new Problem("rules." + rule.name() + ".default", message);
  }
}
