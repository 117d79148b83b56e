package dev.muster.devcluster.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a container without a process behaves. The annotation {@value #ANNOTATION} of a pod makes all
 * its containers simulated ones, whatever their image; its value is a list of words, separated by
 * commas:
 *
 * <ul>
 *   <li>{@code exit=CODE} ends with this code (at once, unless {@code exit-after} is given)
 *   <li>{@code exit-after=DURATION} ends after this time ({@code 250ms}, {@code 2s}, {@code 5m})
 *   <li>{@code ready-after=DURATION} becomes ready only then
 *   <li>{@code never-ready} runs but never becomes ready
 *   <li>{@code image-pull-error} never gets its image
 *   <li>{@code ignore-term} doesn't end on SIGTERM
 * </ul>
 *
 * <p>Without any of them it runs, is ready, and ends with 0 when asked to. An init container is
 * done at once in any case.
 */
record Simulation(
    int exitCode,
    Optional<Duration> exitAfter,
    Optional<Duration> readyAfter,
    boolean imagePullError,
    boolean ignoreTerm) {
  static final String ANNOTATION = "devcluster.muster.dev/simulate";
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(ms|s|m|h)");

  /** Runs until it is asked to end. */
  static final Simulation STEADY =
      new Simulation(0, Optional.empty(), Optional.of(Duration.ZERO), false, false);

  /** Ends at once, with 0. */
  static final Simulation DONE =
      new Simulation(0, Optional.of(Duration.ZERO), Optional.of(Duration.ZERO), false, false);

  /** What the pod's annotation says; empty when it has none. */
  static Optional<Simulation> of(JsonNode pod) throws ConfigError {
    var text = pod.path("metadata").path("annotations").path(ANNOTATION);
    return text.isTextual() ? Optional.of(parse(text.asText())) : Optional.empty();
  }

  static Simulation parse(String text) throws ConfigError {
    var result = STEADY;
    for (var word : text.split(",", -1)) {
      result = result.with(word.strip());
    }
    return result;
  }

  private Simulation with(String word) throws ConfigError {
    var parts = word.split("=", 2);
    var value = parts.length == 2 ? parts[1] : "";
    return switch (parts[0]) {
      case "exit" -> exiting(code(value), exitAfter.or(() -> Optional.of(Duration.ZERO)));
      case "exit-after" -> exiting(exitCode, Optional.of(duration(value)));
      case "ready-after" ->
          new Simulation(
              exitCode, exitAfter, Optional.of(duration(value)), imagePullError, ignoreTerm);
      case "never-ready" ->
          new Simulation(exitCode, exitAfter, Optional.empty(), imagePullError, ignoreTerm);
      case "image-pull-error" -> new Simulation(exitCode, exitAfter, readyAfter, true, ignoreTerm);
      case "ignore-term" -> new Simulation(exitCode, exitAfter, readyAfter, imagePullError, true);
      case "" -> this;
      default ->
          throw new ConfigError(
              "annotation "
                  + ANNOTATION
                  + ": \""
                  + word
                  + "\" is none of exit=CODE, exit-after=DURATION, ready-after=DURATION,"
                  + " never-ready, image-pull-error, ignore-term");
    };
  }

  private Simulation exiting(int code, Optional<Duration> after) {
    return new Simulation(code, after, readyAfter, imagePullError, ignoreTerm);
  }

  private static int code(String text) throws ConfigError {
    if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) > 255) {
      throw new ConfigError(
          "annotation " + ANNOTATION + ": exit is \"" + text + "\", expected 0 to 255");
    }
    return Integer.parseInt(text);
  }

  private static Duration duration(String text) throws ConfigError {
    var match = DURATION.matcher(text);
    if (!match.matches()) {
      throw new ConfigError(
          "annotation " + ANNOTATION + ": \"" + text + "\" is no duration such as 250ms, 2s or 5m");
    }
    long amount = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  /** A container that behaves so, from now on. */
  ContainerProcess start(Loop loop, ContainerProcess.Listener listener) {
    var process = new Simulated(loop, listener, ignoreTerm);
    exitAfter.ifPresent(delay -> loop.after(delay, () -> process.end(exitCode)));
    return process;
  }

  private static final class Simulated implements ContainerProcess {
    private final Loop loop;
    private final Listener listener;
    private final boolean ignoreTerm;
    private boolean ended;

    Simulated(Loop loop, Listener listener, boolean ignoreTerm) {
      this.loop = loop;
      this.listener = listener;
      this.ignoreTerm = ignoreTerm;
    }

    private void end(int exitCode) {
      if (!ended) {
        ended = true;
        listener.ended(exitCode);
      }
    }

    @Override
    public void terminate() {
      if (!ignoreTerm) {
        loop.run(() -> end(0));
      }
    }

    @Override
    public void kill() {
      loop.run(() -> end(137));
    }
  }
}
