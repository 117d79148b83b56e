package dev.muster.engine.profile;

import java.util.Map;

/**
 * What changes when a group has searched for a while, as somebody wrote it: not yet checked.
 *
 * @param afterMillis ms since the group's search began; whole seconds
 * @param rules the attributes that are overwritten, by rule
 */
public record Expansion(long afterMillis, Map<String, RuleAttributes> rules) {
  public Expansion {
    rules = Map.copyOf(rules);
  }
}
