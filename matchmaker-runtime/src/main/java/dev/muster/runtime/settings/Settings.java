package dev.muster.runtime.settings;

import java.util.List;

/**
 * What the runtime reads live from its Matchmaker.
 *
 * @param allowedCorsOrigins exact origins, or {@code https://*.domain} for every sub-domain
 * @param beacons what clients measure their latency to; cities are unique
 * @param explain whether players may ask why their own ticket waits
 * @param trustedProxies networks, as {@code 10.0.0.0/8}, whose word on addresses is believed
 * @param rateLimits how many requests are answered
 * @param inspect whether everything that there is can be read with a token
 */
public record Settings(
    List<String> allowedCorsOrigins,
    List<Beacon> beacons,
    boolean explain,
    List<String> trustedProxies,
    RateLimits rateLimits,
    boolean inspect) {
  /** Those of a Matchmaker that says nothing. */
  public static final Settings NONE = new Settings(List.of(), List.of());

  /** With everything off that is off unless it is turned on. */
  public Settings(List<String> allowedCorsOrigins, List<Beacon> beacons) {
    this(allowedCorsOrigins, beacons, false);
  }

  /** Those of anybody, without limits. */
  public Settings(List<String> allowedCorsOrigins, List<Beacon> beacons, boolean explain) {
    this(allowedCorsOrigins, beacons, explain, List.of(), RateLimits.NONE);
  }

  /** Those under which not everything can be read. */
  public Settings(
      List<String> allowedCorsOrigins,
      List<Beacon> beacons,
      boolean explain,
      List<String> trustedProxies,
      RateLimits rateLimits) {
    this(allowedCorsOrigins, beacons, explain, trustedProxies, rateLimits, false);
  }

  public Settings {
    allowedCorsOrigins = List.copyOf(allowedCorsOrigins);
    beacons = List.copyOf(beacons);
    trustedProxies = List.copyOf(trustedProxies);
  }
}
