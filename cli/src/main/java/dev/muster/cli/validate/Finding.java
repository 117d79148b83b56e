package dev.muster.cli.validate;

/**
 * One thing to be said of a file.
 *
 * @param path the field at fault, such as {@code spec.rules.match_size}; empty for none
 */
record Finding(String file, Place place, Severity severity, String path, String message) {
  /** How much it matters. */
  enum Severity {
    /** It would be refused. */
    MISTAKE,
    /** It may not be what was meant. */
    WARNING
  }

  static Finding mistake(String file, Place place, String path, String message) {
    return new Finding(file, place, Severity.MISTAKE, path, message);
  }

  static Finding warning(String file, Place place, String path, String message) {
    return new Finding(file, place, Severity.WARNING, path, message);
  }

  boolean isMistake() {
    return severity == Severity.MISTAKE;
  }

  /** As compilers write it: {@code FILE:LINE:COLUMN: path: message}. */
  @Override
  public String toString() {
    return file
        + ":"
        + place.line()
        + ":"
        + place.column()
        + ": "
        + (isMistake() ? "" : "warning: ")
        + (path.isEmpty() ? "" : path + ": ")
        + message;
  }
}
