package dev.muster.runtime.loop;

import dev.muster.engine.Matchmaking;
import dev.muster.engine.profile.Profile;

/** Makes an empty matchmaking for a queue that opens. */
@FunctionalInterface
public interface MatchmakingFactory {
  /**
   * An empty one.
   *
   * @param beaconsListed whether the Matchmaker lists beacons
   */
  Matchmaking create(Profile profile, boolean beaconsListed);
}
