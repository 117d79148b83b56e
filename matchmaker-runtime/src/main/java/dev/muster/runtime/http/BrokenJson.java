package dev.muster.runtime.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What is wrong with a text that is no JSON, for whoever sent it. Most of the reader's own words
 * will do; those that speak of the reader itself are put otherwise.
 */
final class BrokenJson {
  private static final String END = "^Unexpected end-of-input";
  private static final String BEGUN = ".* line: (\\d+), column: (\\d+)\\].*";

  /** The first that is found counts. */
  private static final List<Wording> WORDINGS =
      List.of(
          wording(
              END + ".* marker for Object" + BEGUN,
              "the object that begins at line $1, column $2 is not closed"),
          wording(
              END + ".* marker for Array" + BEGUN,
              "the list that begins at line $1, column $2 is not closed"),
          wording(END + ".*", "it ends too early"),
          wording(
              "^Unexpected close marker ('.'): expected ('.')" + BEGUN,
              "$1 stands where $2 was expected, to close what begins at line $3, column $4"),
          wording("^Non-standard token '([+\\-A-Za-z]+)'.*", "$1 is no JSON number"),
          wording("^Trailing token.*", "something follows the value"),
          wording(".*\\(non-standard\\) comment.*", "it has a comment"),
          wording("(.*): enable `.*", "$1"));

  private BrokenJson() {}

  /** The reader's words, and ours for them. */
  private record Wording(Pattern readers, String ours) {}

  private static Wording wording(String readers, String ours) {
    return new Wording(Pattern.compile(readers, Pattern.DOTALL), ours);
  }

  /** The place, if it is known, and what is wrong there. */
  static String problem(JsonProcessingException e) {
    var at = e.getLocation();
    return (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr())
        + ": "
        + inOurWords(e.getOriginalMessage());
  }

  private static String inOurWords(String words) {
    return WORDINGS.stream()
        .filter(wording -> wording.readers().matcher(words).matches())
        .findFirst()
        .map(wording -> wording.readers().matcher(words).replaceFirst(wording.ours()))
        .orElse(words);
  }
}
