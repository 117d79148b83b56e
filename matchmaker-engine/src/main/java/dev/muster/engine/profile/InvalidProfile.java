package dev.muster.engine.profile;

import java.util.List;
import java.util.stream.Collectors;

/** A profile that cannot work. It carries everything that is wrong, not only the first finding. */
public final class InvalidProfile extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * Collects what was found.
   *
   * @param problems at least one
   */
  public InvalidProfile(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, in the order of the fields; never empty. */
  public List<Problem> problems() {
    return problems;
  }
}
