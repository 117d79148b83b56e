package dev.muster.cli.edgegap;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is told of a configuration, and what became of it. */
final class Told {
  static final ImportOptions DEFAULTS = new ImportOptions("default", Optional.empty(), List.of());

  private Told() {}

  /** A configuration of one profile; its rules stand in line 2, its expansions in line 3. */
  static String configuration(String rules, String expansions) {
    return """
    {"profiles": {"p": {"application": {"name": "g", "version": "1"}, "rules": {"initial": {
    %s}, "expansions": {
    %s}}}}}"""
        .formatted(rules, expansions == null ? "" : expansions);
  }

  /** With a rule that counts players, in line 1 of the rules. */
  static String sizes(String attributes, String expansions) {
    return configuration(
        "\"n\": {\"type\": \"player_count\", \"attributes\": {\n" + attributes + "}}", expansions);
  }

  /** All but what is told of every configuration, as {@code LINE:COLUMN: error: PATH: MESSAGE}. */
  static List<String> of(String text, ImportOptions options) {
    return findings(text, options)
        .filter(finding -> !finding.path().isEmpty())
        .filter(finding -> !finding.message().contains("is a placeholder"))
        .map(finding -> finding.inFile("").substring(1))
        .toList();
  }

  /** The same without options. */
  static List<String> of(String text) {
    return of(text, DEFAULTS);
  }

  private static Stream<Finding> findings(String text, ImportOptions options) {
    try {
      return EdgegapImport.of(Configuration.parse(text), options).notes().stream();
    } catch (InvalidConfiguration e) {
      return e.findings().stream();
    }
  }

  /** The last of the resources, which is a profile. */
  static Resource profile(String text, ImportOptions options) {
    var resources = EdgegapImport.of(Configuration.parse(text), options).resources();
    return resources.get(resources.size() - 1);
  }
}
