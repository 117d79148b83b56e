package dev.muster.cli.edgegap;

import dev.muster.cli.edgegap.Finding.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what there is to say about a configuration. */
final class Findings {
  private final List<Finding> found = new ArrayList<>();

  void note(Value at, String message) {
    found.add(new Finding(Severity.note, at.place(), at.path(), message));
  }

  void error(Value at, String message) {
    found.add(new Finding(Severity.error, at.place(), at.path(), message));
  }

  void add(Finding finding) {
    found.add(finding);
  }

  void addAll(Findings others) {
    found.addAll(others.found);
  }

  boolean hasErrors() {
    return found.stream().anyMatch(finding -> finding.severity() == Severity.error);
  }

  /** In the order of the file, each once. */
  List<Finding> all() {
    return found.stream()
        .distinct()
        .sorted(
            Comparator.comparingInt((Finding finding) -> finding.place().line())
                .thenComparingInt(finding -> finding.place().column()))
        .toList();
  }
}
