package dev.muster.runtime.settings;

import java.util.List;

/**
 * What the runtime reads live from its Matchmaker.
 *
 * @param allowedCorsOrigins exact origins, or {@code https://*.domain} for every sub-domain
 * @param beacons what clients measure their latency to; cities are unique
 * @param explain whether players may ask why their own ticket waits
 */
public record Settings(List<String> allowedCorsOrigins, List<Beacon> beacons, boolean explain) {
  /** Those of a Matchmaker that says nothing. */
  public static final Settings NONE = new Settings(List.of(), List.of());

  /** With everything off that is off unless it is turned on. */
  public Settings(List<String> allowedCorsOrigins, List<Beacon> beacons) {
    this(allowedCorsOrigins, beacons, false);
  }

  public Settings {
    allowedCorsOrigins = List.copyOf(allowedCorsOrigins);
    beacons = List.copyOf(beacons);
  }
}
