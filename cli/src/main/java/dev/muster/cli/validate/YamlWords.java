package dev.muster.cli.validate;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says in the words of who writes YAML what its parser says in those of the grammar. */
final class YamlWords {
  private static final Pattern NO_START =
      Pattern.compile("found character '(.)' that cannot start any token.*", Pattern.DOTALL);
  private static final Pattern NO_ANCHOR = Pattern.compile("found undefined alias (.*)");

  private YamlWords() {}

  /** What is wrong at the place that the error points to. */
  static String of(MarkedYAMLException e) {
    var problem = e.getProblem();
    if (problem.startsWith("expected <block end>")) {
      return "is not indented as the lines above it: one that belongs to them stands in the same"
          + " column, and one that belongs under the last of them stands farther right";
    }
    if (problem.equals("mapping values are not allowed here")) {
      return "a colon cannot stand here: is the line indented too far, or does a text with a colon"
          + " in it need quotes?";
    }
    if (problem.startsWith("expected ',' or ']'")) {
      return "the list in [ ]" + begin(e) + " is not ended: ',' or ']' was expected";
    }
    if (problem.startsWith("expected ',' or '}'")) {
      return "the map in { }" + begin(e) + " is not ended: ',' or '}' was expected";
    }
    if (problem.equals("found unexpected end of stream")) {
      return "the text in quotes" + begin(e) + " is not ended";
    }
    if (problem.contains("\\t(TAB)")) {
      return "lines are indented with spaces; this is a tab";
    }
    var start = NO_START.matcher(problem);
    if (start.matches()) {
      return "a text that begins with " + start.group(1) + " needs quotes";
    }
    var anchor = NO_ANCHOR.matcher(problem);
    if (anchor.matches()) {
      return "there is no anchor &%s above; a text that begins with * needs quotes"
          .formatted(anchor.group(1));
    }
    var context = e.getContext();
    return problem + (context == null ? "" : " (" + context + begin(e) + ")");
  }

  /** Where that began which is not ended; nothing within one line. */
  private static String begin(MarkedYAMLException e) {
    return e.getContextMark() == null
            || e.getContextMark().getLine() == e.getProblemMark().getLine()
        ? ""
        : " that begins in line " + Place.of(e.getContextMark()).line();
  }
}
