package dev.muster.bench;

import java.util.Locale;
import picocli.CommandLine.Option;

/** Which implementation of matchmaking is measured. */
public final class ImplementationOption {
  @Option(
      names = "--implementation",
      defaultValue = "indexed",
      description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private Implementation implementation;

  /** The one that was asked for. */
  public Implementation get() {
    return implementation;
  }

  /** Its name as it was asked for, in lower case. */
  @Override
  public String toString() {
    return implementation.name().toLowerCase(Locale.ROOT);
  }
}
