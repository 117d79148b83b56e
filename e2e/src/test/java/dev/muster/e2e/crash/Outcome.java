package dev.muster.e2e.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What came of one walk. */
final class Outcome {
  private final Optional<Trouble> trouble;
  private final Calls operatorCalls;
  private final Calls runtimeCalls;
  private final List<String> problems = new ArrayList<>();
  private Duration took = Duration.ZERO;

  Outcome(Optional<Trouble> trouble) {
    this.trouble = trouble;
    operatorCalls = new Calls(trouble.filter(t -> t.part() == Trouble.Part.OPERATOR));
    runtimeCalls = new Calls(trouble.filter(t -> t.part() == Trouble.Part.RUNTIME));
  }

  Optional<Trouble> trouble() {
    return trouble;
  }

  Calls calls(Trouble.Part part) {
    return part == Trouble.Part.OPERATOR ? operatorCalls : runtimeCalls;
  }

  /** Whether the call was made at which the trouble was planned. */
  boolean struck() {
    return trouble.isEmpty() || calls(trouble.get().part()).struck();
  }

  void add(String problem) {
    problems.add(problem);
  }

  /** What was not as it has to be. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  void took(Duration duration) {
    took = duration;
  }

  Duration took() {
    return took;
  }

  @Override
  public String toString() {
    return trouble.map(Trouble::toString).orElse("no trouble") + ": " + problems;
  }
}
