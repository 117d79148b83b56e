package dev.muster.engine.indexed;

/** A set of groups that may be one match, with what the choice among several looks at. */
final class Found {
  final Waiting[] members;
  final Lineup lineup;

  /** Pairs of a member and an outsider who could have met, by estimate. */
  final long lostPartners;

  final double distance;
  final long worstLatency;

  Found(Waiting[] members, Lineup lineup, long lostPartners, double distance, long worstLatency) {
    this.members = members;
    this.lineup = lineup;
    this.lostPartners = lostPartners;
    this.distance = distance;
    this.worstLatency = worstLatency;
  }

  /** Says whether this one is preferred, gaps left aside. */
  boolean isBetterThan(Found other) {
    if (lostPartners != other.lostPartners) {
      return lostPartners < other.lostPartners;
    }
    if (distance != other.distance) {
      return distance < other.distance;
    }
    if (worstLatency != other.worstLatency) {
      return worstLatency < other.worstLatency;
    }
    return cameBefore(other);
  }

  private boolean cameBefore(Found other) {
    var own = lineup.groups;
    var theirs = other.lineup.groups;
    for (int i = 0; i < Math.min(own.length, theirs.length); i++) {
      if (own[i].arrival != theirs[i].arrival) {
        return own[i].arrival < theirs[i].arrival;
      }
    }
    return own.length < theirs.length;
  }
}
