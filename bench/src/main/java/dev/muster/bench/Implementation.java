package dev.muster.bench;

import dev.muster.engine.Matchmaking;
import dev.muster.engine.indexed.IndexedMatchmaking;
import dev.muster.engine.plain.PlainMatchmaking;
import dev.muster.engine.profile.Profile;

/** The implementations of matchmaking that can be compared, by the names of the parameter. */
public enum Implementation {
  /** The specification in code. */
  PLAIN {
    @Override
    public Matchmaking over(Profile profile) {
      return new PlainMatchmaking(profile, true, Integer.MAX_VALUE);
    }
  },
  /** The fast one. */
  INDEXED {
    @Override
    public Matchmaking over(Profile profile) {
      return new IndexedMatchmaking(profile, true, Integer.MAX_VALUE);
    }
  };

  /** An empty queue under these rules. */
  public abstract Matchmaking over(Profile profile);
}
