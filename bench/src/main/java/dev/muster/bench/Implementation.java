package dev.muster.bench;

import dev.muster.engine.Matchmaking;
import dev.muster.engine.plain.PlainMatchmaking;
import dev.muster.engine.profile.Profile;

/** The implementations of matchmaking that can be compared, by the names of the parameter. */
enum Implementation {
  /** The specification in code. */
  PLAIN {
    @Override
    Matchmaking over(Profile profile) {
      return new PlainMatchmaking(profile, true, Integer.MAX_VALUE);
    }
  };

  /** An empty queue under these rules. */
  abstract Matchmaking over(Profile profile);
}
