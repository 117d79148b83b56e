package dev.muster.cli.edgegap;

import dev.muster.cli.edgegap.Finding.Severity;
import dev.muster.cli.validate.Validation;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Holds what was imported against what {@code muster validate} holds files against. */
public final class Refusals {
  private Refusals() {}

  /**
   * What would be refused, at the places of the profiles that it came of; empty is what it ought to
   * be.
   *
   * @param yaml the text of what was imported
   * @param validation one that has seen nothing yet
   */
  public static List<Finding> of(Imported imported, String yaml, Validation validation) {
    validation.add(
        Validation.STDIN, new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
    return validation.mistakes().stream().map(mistake -> finding(imported, yaml, mistake)).toList();
  }

  private static Finding finding(Imported imported, String yaml, Validation.Mistake mistake) {
    int documents = (int) yaml.lines().limit(mistake.line()).filter("---"::equals).count();
    var resource = imported.resources().get(Math.max(0, documents - 1));
    return new Finding(
        Severity.error,
        resource.place(),
        resource.path(),
        "became what muster validate refuses: " + mistake.text());
  }
}
