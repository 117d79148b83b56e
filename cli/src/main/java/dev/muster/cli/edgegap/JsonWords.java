package dev.muster.cli.edgegap;

import java.util.regex.Pattern;

/** What the parser of JSON says, in words that are not about its own settings. */
final class JsonWords {
  private static final Pattern MISSING_COMMA = Pattern.compile("was expecting comma to separate");
  private static final Pattern NO_VALUE =
      Pattern.compile(
          "numeric value|^Non-standard token|^Unrecognized token"
              + "|^Unexpected character \\('[^,:\\[\\]{}]'.*expected a valid value");
  private static final Pattern ITS_OWN =
      Pattern.compile(
          " \\(code [0-9]+\\)|\\n? at \\[Source.*| \\((start marker|for [A-Z][a-z]+ starting) at.*",
          Pattern.DOTALL);
  private static final Pattern MOST = Pattern.compile("maximum allowed \\(([0-9]+)");

  private JsonWords() {}

  static boolean isMissingComma(String message) {
    return MISSING_COMMA.matcher(message).find();
  }

  static boolean isComment(String message) {
    return message.contains("comment?");
  }

  /** Whether a value was expected where some other word stands. */
  static boolean isNoValue(String message) {
    return NO_VALUE.matcher(message).find();
  }

  static String of(String message) {
    return ITS_OWN.matcher(message).replaceAll("");
  }

  /** What is too long or too deep. */
  static String ofConstraint(String message) {
    var found = MOST.matcher(message);
    var most = found.find() ? found.group(1) : "so many";
    return switch (message.substring(0, message.indexOf(' '))) {
      case "Number" -> "a number has more than " + most + " digits";
      case "Name" -> "a key has more than " + most + " characters";
      case "Document" -> "it is nested more than " + most + " deep";
      default -> "it is too long; more than " + most + " characters are not read";
    };
  }
}
