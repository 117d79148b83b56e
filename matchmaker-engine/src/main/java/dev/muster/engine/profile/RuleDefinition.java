package dev.muster.engine.profile;

import java.util.Objects;
import java.util.Optional;

/**
 * A rule as somebody wrote it: not yet checked.
 *
 * @param type which kind of rule
 * @param attributes its numbers at the first stage
 * @param fallback what a ticket without the attribute counts as; empty: such a ticket is refused
 */
public record RuleDefinition(
    RuleType type, RuleAttributes attributes, Optional<Fallback> fallback) {
  public RuleDefinition {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(attributes, "attributes");
    Objects.requireNonNull(fallback, "fallback");
  }

  /** A rule without a default. */
  public RuleDefinition(RuleType type, RuleAttributes attributes) {
    this(type, attributes, Optional.empty());
  }
}
