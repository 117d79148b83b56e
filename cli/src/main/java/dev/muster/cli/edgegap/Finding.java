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
    return file + ":" + place + ": " + severity + ": " + said();
  }

  /** For a comment in what was written. */
  String asComment() {
    return said() + " (line " + place.line() + ")";
  }

  private String said() {
    return printable(path.isEmpty() ? message : path + ": " + message);
  }

  /** On one line, whatever keys the file has: a line break would end a comment. */
  private static String printable(String text) {
    var printable = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c == 0xFEFF) {
                printable.append(String.format("\\u%04x", c));
              } else {
                printable.appendCodePoint(c);
              }
            });
    return printable.toString();
  }
}
