package dev.muster.engine.profile;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A rule's {@code default}: the value that counts for a ticket that lacks the attribute. */
public sealed interface Fallback {
  /** For {@link RuleType#NUMBER_DIFFERENCE}. */
  record OfNumber(BigDecimal value) implements Fallback {}

  /** For {@link RuleType#STRING_EQUALITY}. */
  record OfText(String value) implements Fallback {}

  /** For {@link RuleType#INTERSECTION}. */
  record OfList(List<String> values) implements Fallback {
    public OfList {
      values = List.copyOf(values);
    }
  }

  /** For {@link RuleType#LATENCIES}: ms by beacon. */
  record OfLatencies(Map<String, BigDecimal> millis) implements Fallback {
    public OfLatencies {
      millis = new TreeMap<>(millis);
    }
  }
}
