package dev.muster.runtime;

import dev.muster.engine.profile.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads variables of an environment and collects what is wrong with them. One use each. */
final class EnvironmentReader {
  private static final int HIGHEST_PORT = 65_535;

  private final Map<String, String> environment;
  private final List<Problem> problems = new ArrayList<>();

  EnvironmentReader(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The variable's text without white space around it; empty when it is absent or blank. */
  Optional<String> text(String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(t -> !t.isEmpty());
  }

  /** A required text of some form; {@code ""} with a problem when it is not there or not so. */
  String matching(String name, String pattern, String meaning) {
    var text = text(name);
    if (text.isEmpty()) {
      problem(name, "is missing, " + meaning + " was expected");
    } else if (!text.get().matches(pattern)) {
      problem(name, "is '" + text.get() + "', " + meaning + " was expected (" + pattern + ")");
    }
    return text.orElse("");
  }

  int port(String name, int byDefault) {
    var text = text(name).orElse(Integer.toString(byDefault));
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= HIGHEST_PORT) {
        return port;
      }
    } catch (NumberFormatException e) {
      // The problem below says it.
    }
    problem(name, "is '" + text + "', a port number from 0 to 65535 was expected");
    return byDefault;
  }

  int atLeastOne(String name, int byDefault) {
    var text = text(name).orElse(Integer.toString(byDefault));
    try {
      int number = Integer.parseInt(text);
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The problem below says it.
    }
    problem(name, "is '" + text + "', a whole number of at least 1 was expected");
    return byDefault;
  }

  /** An absolute path. */
  Path path(String name, String byDefault) {
    var text = text(name).orElse(byDefault);
    try {
      var path = Path.of(text);
      if (path.isAbsolute()) {
        return path;
      }
    } catch (java.nio.file.InvalidPathException e) {
      // The problem below says it.
    }
    problem(name, "is '" + text + "', an absolute path was expected");
    return Path.of(byDefault);
  }

  void oneOf(String name, String... allowed) {
    var choices = List.of(allowed);
    text(name)
        .filter(text -> !choices.contains(text.toUpperCase(java.util.Locale.ROOT)))
        .ifPresent(
            text ->
                problem(
                    name,
                    "is '" + text + "', one of " + String.join(", ", choices) + " was expected"));
  }

  void problem(String name, String message) {
    problems.add(new Problem(name, message));
  }

  void stopOnProblems() {
    if (!problems.isEmpty()) {
      throw new InvalidConfig(problems);
    }
  }
}
