package dev.muster.engine;

import java.util.Objects;

/**
 * How often a rule stands between groups that wait.
 *
 * @param rule the rule's name
 * @param refused how many pairs of groups it refuses, whether or not others refuse them too
 * @param pairs how many pairs were looked at, at least 1
 */
public record RefusalShare(String rule, int refused, int pairs) {
  public RefusalShare {
    Objects.requireNonNull(rule, "rule");
    if (refused < 0 || refused > pairs || pairs < 1) {
      throw new IllegalArgumentException(
          "refused is " + refused + " of " + pairs + ", a part of at least 1 was expected");
    }
  }
}
