package dev.muster.bench;

import picocli.CommandLine.Option;

/** Which players come: the same for the same seed. */
public final class SeedOption {
  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Another seed, other players; default ${DEFAULT-VALUE}.")
  private long seed;

  /** The seed that was asked for. */
  public long get() {
    return seed;
  }
}
