package dev.muster.operator.gameserver;

import dev.muster.api.v1alpha1.AssignmentStatus.LocationStatus;
import dev.muster.api.v1alpha1.BeaconSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Places as clients and servers are told them. */
public final class Locations {
  private Locations() {}

  /** The beacon of that city, if there is one. */
  public static Optional<BeaconSpec> beacon(List<BeaconSpec> beacons, String city) {
    return beacons == null
        ? Optional.empty()
        : beacons.stream().filter(beacon -> Objects.equals(beacon.city(), city)).findFirst();
  }

  /** What is known of a city; unknown parts are empty, never null. */
  public static LocationStatus of(List<BeaconSpec> beacons, String city) {
    return beacon(beacons, city)
        .map(
            beacon ->
                new LocationStatus(
                    orEmpty(beacon.city()),
                    orEmpty(beacon.country()),
                    orEmpty(beacon.continent()),
                    orEmpty(beacon.administrativeDivision()),
                    orEmpty(beacon.timezone())))
        .orElseGet(() -> new LocationStatus(orEmpty(city), "", "", "", ""));
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
