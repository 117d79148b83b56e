package dev.muster.cli.edgegap;

/**
 * Something to say about one place of a configuration.
 *
 * @param severity whether the import can go on
 * @param place where it stands in the file
 * @param path the field, such as {@code profiles.ranked.rules.initial.match_size}; "" for the whole
 * @param message what is the matter and what was expected, or what became of it
 */
public record Finding(Severity severity, Place place, String path, String message) {
  /** Whether the import can go on. */
  public enum Severity {
    /** Carried over with a difference, or left out. */
    note,
    /** Cannot be carried over; nothing is written. */
    error
  }

  /** For the screen, as compilers say it: {@code FILE:LINE:COLUMN: error: PATH: MESSAGE}. */
  public String inFile(String file) {
    return printable(file) + ":" + place + ": " + severity + ": " + said();
  }

  /** For a comment in what was written. */
  String asComment() {
    return said() + " (line " + place.line() + ")";
  }

  private String said() {
    return printable(path.isEmpty() ? message : path + ": " + message);
  }

  /** On one line, whatever keys the file has: a line break would end a comment. */
  static String printable(String text) {
    var printable = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (canStandInAComment(c)) {
                printable.appendCodePoint(c);
              } else {
                printable.append(String.format("\\u%04x", c));
              }
            });
    return printable.toString();
  }

  /** Whether YAML can have it, and takes it for no line break and no mark of an encoding. */
  private static boolean canStandInAComment(int c) {
    return !Character.isISOControl(c)
        && c != 0x2028
        && c != 0x2029
        && c != 0xFEFF
        && c != 0xFFFE
        && c != 0xFFFF
        && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE);
  }
}
