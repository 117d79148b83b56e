package dev.muster.engine;

import dev.muster.engine.profile.Problem;
import java.util.List;

/** Why something cannot search under the current rules. */
public record Unfit(List<Problem> problems) {
  public Unfit {
    problems = List.copyOf(problems);
  }
}
