package dev.muster.engine;

import dev.muster.engine.profile.Millionths;
import dev.muster.engine.profile.Problem;
import dev.muster.engine.profile.Rule;
import dev.muster.engine.profile.Rules;
import dev.muster.engine.ticket.AttributeValue;
import dev.muster.engine.ticket.AttributeValue.OfLatencies;
import dev.muster.engine.ticket.AttributeValue.OfList;
import dev.muster.engine.ticket.AttributeValue.OfNumber;
import dev.muster.engine.ticket.AttributeValue.OfText;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one ticket's attributes must satisfy under the loosest rules. */
final class TicketCheck {
  private TicketCheck() {}

  /** What is wrong with the attributes that rules look at, in the order of their names. */
  static List<Problem> of(
      Rules loosest, Map<String, AttributeValue> attributes, boolean beaconsListed) {
    return loosest.onAttributes().stream()
        .sorted(Comparator.comparing(Rule::name))
        .flatMap(rule -> check(rule, attributes, beaconsListed).stream())
        .toList();
  }

  /** The attributes that rules look at, that are not there and have no default. */
  static List<Problem> missing(Rules loosest, Map<String, AttributeValue> attributes) {
    return loosest.onAttributes().stream()
        .sorted(Comparator.comparing(Rule::name))
        .filter(rule -> CountedValue.of(rule, attributes).isEmpty())
        .map(TicketCheck::missing)
        .toList();
  }

  /** The field of an attribute, as the giver wrote it. */
  static String field(String attribute) {
    return "attributes." + attribute;
  }

  private static Problem missing(Rule rule) {
    return new Problem(
        field(rule.name()), "is missing; " + CountedValue.expectedForm(rule) + " was expected");
  }

  private static Optional<Problem> check(
      Rule rule, Map<String, AttributeValue> attributes, boolean beaconsListed) {
    var counted = CountedValue.of(rule, attributes);
    if (counted.isEmpty()) {
      return Optional.of(missing(rule));
    }
    return message(rule, counted.get(), beaconsListed)
        .map(message -> new Problem(field(rule.name()), message));
  }

  private static Optional<String> message(Rule rule, AttributeValue value, boolean beaconsListed) {
    if (rule instanceof Rule.NumberDifference && value instanceof OfNumber) {
      return Optional.empty();
    } else if (rule instanceof Rule.StringEquality && value instanceof OfText) {
      return Optional.empty();
    } else if (rule instanceof Rule.Intersection wanted && value instanceof OfList list) {
      return tooShort(wanted, list);
    } else if (rule instanceof Rule.Latencies limits && value instanceof OfLatencies latencies) {
      return tooFar(limits, latencies, beaconsListed);
    } else {
      return Optional.of(
          "is " + value.form() + "; " + CountedValue.expectedForm(rule) + " was expected");
    }
  }

  private static Optional<String> tooShort(Rule.Intersection rule, OfList list) {
    int different = new HashSet<>(list.values()).size();
    return different >= rule.overlap()
        ? Optional.empty()
        : Optional.of(
            "has "
                + Plural.of(different, "different value", "different values")
                + "; at least "
                + Plural.of(rule.overlap(), "was expected", "were expected")
                + ", as many as players must share");
  }

  private static Optional<String> tooFar(
      Rule.Latencies rule, OfLatencies latencies, boolean beaconsListed) {
    if (latencies.millionths().isEmpty()) {
      return beaconsListed
          ? Optional.of("is empty; the latency to at least one beacon was expected")
          : Optional.empty();
    }
    var nearest =
        latencies.millionths().entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow();
    return nearest.getValue() <= rule.maxLatency()
        ? Optional.empty()
        : Optional.of(
            "has no latency of at most "
                + Millionths.text(rule.maxLatency())
                + " ms, which a match needs; the lowest is "
                + Millionths.text(nearest.getValue())
                + " ms, to "
                + nearest.getKey());
  }
}
