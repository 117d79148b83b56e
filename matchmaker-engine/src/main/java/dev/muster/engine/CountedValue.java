package dev.muster.engine;

import dev.muster.engine.profile.Rule;
import dev.muster.engine.ticket.AttributeValue;
import java.util.Map;
import java.util.Optional;

/** What a ticket counts as for a rule: its own value, or the rule's default where it has none. */
public final class CountedValue {
  private CountedValue() {}

  /**
   * The value that counts.
   *
   * @return empty when the ticket lacks the attribute and the rule has no default
   */
  public static Optional<AttributeValue> of(Rule rule, Map<String, AttributeValue> attributes) {
    var own = attributes.get(rule.name());
    return own != null ? Optional.of(own) : fallback(rule);
  }

  /** How the value that the rule looks at is called in messages, for example {@code a number}. */
  public static String expectedForm(Rule rule) {
    return switch (rule.type()) {
      case NUMBER_DIFFERENCE -> new AttributeValue.OfNumber(0).form();
      case STRING_EQUALITY -> new AttributeValue.OfText("").form();
      case INTERSECTION -> new AttributeValue.OfList(java.util.List.of()).form();
      case LATENCIES -> new AttributeValue.OfLatencies(Map.of()).form();
      case PLAYER_COUNT -> "nothing";
    };
  }

  private static Optional<AttributeValue> fallback(Rule rule) {
    if (rule instanceof Rule.NumberDifference number) {
      return number.fallback().map(AttributeValue.OfNumber::new);
    } else if (rule instanceof Rule.StringEquality equality) {
      return equality.fallback().map(AttributeValue.OfText::new);
    } else if (rule instanceof Rule.Intersection intersection) {
      return intersection.fallback().map(AttributeValue.OfList::new);
    } else if (rule instanceof Rule.Latencies latencies) {
      return latencies.fallback().map(AttributeValue.OfLatencies::new);
    } else {
      return Optional.empty();
    }
  }
}
