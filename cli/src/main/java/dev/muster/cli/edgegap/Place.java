package dev.muster.cli.edgegap;

import com.fasterxml.jackson.core.JsonLocation;

/**
 * A place in a file.
 *
 * @param line from 1
 * @param column from 1
 */
record Place(int line, int column) {
  static final Place START = new Place(1, 1);

  static Place of(JsonLocation location) {
    return new Place(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }

  /** The place of a character in a text. */
  static Place of(String text, int offset) {
    int lineStart = text.lastIndexOf('\n', offset - 1) + 1;
    int line = 1 + (int) text.substring(0, lineStart).chars().filter(c -> c == '\n').count();
    return new Place(line, 1 + offset - lineStart);
  }

  @Override
  public String toString() {
    return line + ":" + column;
  }
}
