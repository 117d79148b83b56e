package dev.muster.engine.profile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One rule as it stands at one stage. Its {@link #name} is the name of the ticket attribute that it
 * looks at.
 */
public sealed interface Rule {
  /** The rule's name in the profile. */
  String name();

  /** Which kind of rule it is. */
  RuleType type();

  /**
   * How many players make a match.
   *
   * @param teamCount teams in a match, at least 1
   * @param minTeamSize least players in each team, 1 to maxTeamSize
   * @param maxTeamSize most players in each team; teamCount x maxTeamSize is at most {@link
   *     Profile#MOST_PLAYERS}
   */
  record PlayerCount(String name, int teamCount, int minTeamSize, int maxTeamSize) implements Rule {
    @Override
    public RuleType type() {
      return RuleType.PLAYER_COUNT;
    }

    /** Players in a full match. */
    public int full() {
      return teamCount * maxTeamSize;
    }
  }

  /**
   * A beacon known to every player, no latency to it above maxLatency, and none further than
   * difference from another.
   *
   * @param difference millionths of a ms, at least 0
   * @param maxLatency millionths of a ms, at least 0
   * @param fallback millionths of a ms by beacon, for tickets without the attribute
   */
  record Latencies(
      String name, long difference, long maxLatency, Optional<Map<String, Long>> fallback)
      implements Rule {
    public Latencies {
      fallback = fallback.map(TreeMap::new);
    }

    @Override
    public RuleType type() {
      return RuleType.LATENCIES;
    }
  }

  /**
   * Numbers within a range of each other: groups' means within a team, teams' means within a match.
   *
   * @param maxDifference the widest range, millionths, at least 0
   * @param fallback millionths, for tickets without the attribute
   */
  record NumberDifference(String name, long maxDifference, Optional<Long> fallback)
      implements Rule {
    @Override
    public RuleType type() {
      return RuleType.NUMBER_DIFFERENCE;
    }
  }

  /**
   * Texts that are all equal.
   *
   * @param fallback for tickets without the attribute
   */
  record StringEquality(String name, Optional<String> fallback) implements Rule {
    @Override
    public RuleType type() {
      return RuleType.STRING_EQUALITY;
    }
  }

  /**
   * Lists that all share some values.
   *
   * @param overlap how many, at least 1
   * @param fallback for tickets without the attribute
   */
  record Intersection(String name, int overlap, Optional<List<String>> fallback) implements Rule {
    public Intersection {
      fallback = fallback.map(List::copyOf);
    }

    @Override
    public RuleType type() {
      return RuleType.INTERSECTION;
    }
  }
}
