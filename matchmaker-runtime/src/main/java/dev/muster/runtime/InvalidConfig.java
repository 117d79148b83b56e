package dev.muster.runtime;

import dev.muster.engine.profile.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** An environment that the process cannot start with. It carries everything that is wrong. */
public final class InvalidConfig extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  InvalidConfig(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, by variable; never empty. */
  public List<Problem> problems() {
    return problems;
  }
}
