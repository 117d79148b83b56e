package dev.muster.engine.explain;

import java.util.Objects;

/**
 * Another value for one number of a rule.
 *
 * @param rule the rule's name
 * @param from what it is, in the unit of {@link Limit#written}'s argument
 * @param to what it would be, likewise
 */
public record LimitChange(String rule, Limit limit, long from, long to) {
  public LimitChange {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(limit, "limit");
  }
}
