package dev.muster.runtime.settings;

import java.util.List;

/**
 * What the runtime reads live from its Matchmaker.
 *
 * @param allowedCorsOrigins exact origins, or {@code https://*.domain} for every sub-domain
 * @param beacons what clients measure their latency to; cities are unique
 */
public record Settings(List<String> allowedCorsOrigins, List<Beacon> beacons) {
  /** Those of a Matchmaker that says nothing. */
  public static final Settings NONE = new Settings(List.of(), List.of());

  public Settings {
    allowedCorsOrigins = List.copyOf(allowedCorsOrigins);
    beacons = List.copyOf(beacons);
  }
}
