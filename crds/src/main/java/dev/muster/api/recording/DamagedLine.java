package dev.muster.api.recording;

/** A line is none of a recording; the message says what was expected. */
public final class DamagedLine extends Exception {
  private static final long serialVersionUID = 1L;

  DamagedLine(String message) {
    super(message);
  }
}
