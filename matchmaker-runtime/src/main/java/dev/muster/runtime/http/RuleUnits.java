package dev.muster.runtime.http;

import dev.muster.engine.profile.Rule;
import dev.muster.engine.profile.RuleType;
import dev.muster.engine.profile.Rules;
import dev.muster.engine.ticket.Refusal;
import java.math.BigDecimal;
import java.util.Optional;

/** In what a rule's refusals are counted. */
final class RuleUnits {
  private static final String BYTES = "bytes";

  private RuleUnits() {}

  private static Optional<RuleType> typeOf(String rule, Rules rules) {
    return rules.playerCount().name().equals(rule)
        ? Optional.of(RuleType.PLAYER_COUNT)
        : rules.onAttribute(rule).map(Rule::type);
  }

  /** The rule's type as a profile writes it; what is none of a profile's is called by its name. */
  static String type(String rule, Rules rules) {
    return typeOf(rule, rules).map(RuleType::text).orElse(rule);
  }

  static String unit(String rule, Rules rules) {
    return typeOf(rule, rules).map(RuleUnits::unit).orElse(BYTES);
  }

  private static String unit(RuleType type) {
    return switch (type) {
      case PLAYER_COUNT -> "players";
      case LATENCIES -> "ms";
      case NUMBER_DIFFERENCE -> "attribute";
      case STRING_EQUALITY, INTERSECTION -> "values";
    };
  }

  /** By how much a rule refuses; empty when no amount would help: no beacon is common. */
  static Optional<BigDecimal> beyond(Refusal refusal, Rules rules) {
    var type = typeOf(refusal.rule(), rules);
    boolean inMillionths =
        type.isPresent()
            && (type.get() == RuleType.LATENCIES || type.get() == RuleType.NUMBER_DIFFERENCE);
    if (refusal.excess() == Long.MAX_VALUE) {
      return Optional.empty();
    }
    var number = BigDecimal.valueOf(refusal.excess(), inMillionths ? 6 : 0).stripTrailingZeros();
    return Optional.of(number.scale() < 0 ? number.setScale(0) : number);
  }
}
