package dev.muster.runtime.server;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The matches of one Matchmaker that its limits hold. Safe for any thread; never blocks. */
public interface HeldMatches {
  /** None. */
  HeldMatches NONE =
      new HeldMatches() {
        @Override
        public Optional<HeldMatch> find(String match) {
          return Optional.empty();
        }

        @Override
        public Collection<HeldMatch> all() {
          return List.of();
        }
      };

  /** The match of that name, if it is held. */
  Optional<HeldMatch> find(String match);

  /** All that are held. */
  Collection<HeldMatch> all();
}
