package dev.muster.runtime.cluster;

import dev.muster.api.v1alpha1.BeaconSpec;
import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.api.v1alpha1.RateLimitsSpec;
import dev.muster.runtime.settings.Beacon;
import dev.muster.runtime.settings.RateLimits;
import dev.muster.runtime.settings.Settings;
import dev.muster.runtime.ticket.Assignment.Location;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** From a Matchmaker to what the runtime reads of it. Pure. */
final class SettingsMapping {
  private SettingsMapping() {}

  /** The settings; beacons that lack a required field are left out, as are repeated cities. */
  static Settings of(Matchmaker matchmaker) {
    var spec = matchmaker.getSpec();
    if (spec == null) {
      return Settings.NONE;
    }
    var beacons = new LinkedHashMap<String, Beacon>();
    orEmpty(spec.beacons()).stream()
        .filter(SettingsMapping::isComplete)
        .forEach(beacon -> beacons.putIfAbsent(beacon.city(), beacon(beacon)));
    return new Settings(
        orEmpty(spec.allowedCorsOrigins()).stream().filter(Objects::nonNull).toList(),
        List.copyOf(beacons.values()),
        Boolean.TRUE.equals(spec.explain()),
        orEmpty(spec.trustedProxies()).stream().filter(Objects::nonNull).toList(),
        rateLimits(spec.rateLimits()),
        Boolean.TRUE.equals(spec.inspect()));
  }

  private static RateLimits rateLimits(RateLimitsSpec spec) {
    return spec == null
        ? RateLimits.NONE
        : new RateLimits(
            limit(spec.requestsPerSecond()),
            limit(spec.createsPerSecond()),
            limit(spec.readsPerSecond()),
            limit(spec.backfillsPerSecond()),
            limit(spec.perClientPerSecond()),
            limit(spec.openStreamsPerClient()));
  }

  private static Optional<Integer> limit(Integer perSecond) {
    return Optional.ofNullable(perSecond).filter(limit -> limit >= 1);
  }

  private static boolean isComplete(BeaconSpec beacon) {
    return beacon != null
        && beacon.city() != null
        && beacon.host() != null
        && beacon.tcpPort() != null
        && beacon.udpPort() != null;
  }

  private static Beacon beacon(BeaconSpec beacon) {
    return new Beacon(
        beacon.host(),
        beacon.tcpPort(),
        beacon.udpPort(),
        new Location(
            beacon.city(),
            beacon.country(),
            beacon.continent(),
            beacon.administrativeDivision(),
            beacon.timezone()));
  }

  private static <T> List<T> orEmpty(List<T> list) {
    return list == null ? List.of() : list;
  }
}
