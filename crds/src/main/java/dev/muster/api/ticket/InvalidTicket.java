package dev.muster.api.ticket;

import dev.muster.engine.profile.Problem;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A ticket that cannot be read. It carries everything that is wrong, not only the first finding.
 */
public final class InvalidTicket extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * Collects what was found.
   *
   * @param problems at least one
   */
  public InvalidTicket(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, by field {@code attributes.NAME}; never empty. */
  public List<Problem> problems() {
    return problems;
  }
}
