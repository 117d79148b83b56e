package dev.muster.operator.gameserver;

import dev.muster.api.server.ServerTokens;
import dev.muster.api.v1alpha1.BeaconSpec;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.util.List;
import java.util.Optional;

/**
 * What a game server is told of the Matchmaker that it belongs to.
 *
 * @param url where the server reaches the Matchmaker; without a slash at the end
 * @param tokens makes the server's own tokens
 * @param matchmakerToken where the token for the Matchmaker's API stands
 * @param beacons the places that the Matchmaker knows
 */
public record Home(
    String url, ServerTokens tokens, SecretKeySelector matchmakerToken, List<BeaconSpec> beacons) {
  public Home {
    beacons = List.copyOf(beacons);
  }

  /** The beacon of that city, if the Matchmaker has one. */
  Optional<BeaconSpec> beacon(String city) {
    return Locations.beacon(beacons, city);
  }
}
