package dev.muster.runtime.http;

import dev.muster.engine.profile.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A request that makes no sense. Its message is for the client. */
final class InvalidRequest extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidRequest(String message) {
    // Clients make as many of these as they like: no stack trace.
    super(message, null, false, false);
  }

  InvalidRequest(String field, String message) {
    this(List.of(new Problem(field, message)));
  }

  InvalidRequest(List<Problem> problems) {
    this(message(problems));
  }

  /** All problems in one line. */
  static String message(List<Problem> problems) {
    return problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
  }
}
