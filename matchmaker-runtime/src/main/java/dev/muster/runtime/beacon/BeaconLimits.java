package dev.muster.runtime.beacon;

/**
 * What a beacon answers at most; whatever is beyond is dropped without an answer.
 *
 * @param perSecond datagrams and connections together, per second
 * @param perClientPerSecond those of one address, per second
 * @param connections TCP connections at a time
 */
public record BeaconLimits(int perSecond, int perClientPerSecond, int connections) {
  /** Room for clients that measure a few times each, and no room for those who flood. */
  public static final BeaconLimits DEFAULT = new BeaconLimits(10_000, 20, 1_000);

  public BeaconLimits {
    if (perSecond < 1 || perClientPerSecond < 1 || connections < 1) {
      throw new IllegalArgumentException(
          "perSecond, perClientPerSecond and connections must be at least 1");
    }
  }
}
