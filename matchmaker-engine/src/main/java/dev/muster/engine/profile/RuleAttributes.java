package dev.muster.engine.profile;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The numbers of a rule as somebody wrote them; null where nothing was written.
 *
 * <p>A rule gives all that its {@link RuleType} has; an expansion gives those that it overwrites.
 *
 * @param teamCount teams in a match
 * @param minTeamSize least players in a team
 * @param maxTeamSize most players in a team
 * @param difference how far apart the players' latencies to the common beacon may be, ms
 * @param maxLatency the highest latency to the common beacon, ms
 * @param maxDifference how far apart numbers may be, in the attribute's own unit
 * @param overlap how many values all lists must share
 */
public record RuleAttributes(
    Integer teamCount,
    Integer minTeamSize,
    Integer maxTeamSize,
    BigDecimal difference,
    BigDecimal maxLatency,
    BigDecimal maxDifference,
    Integer overlap) {
  /** Nothing written. */
  public static final RuleAttributes NONE =
      new RuleAttributes(null, null, null, null, null, null, null);

  /** These attributes, with each that {@code later} has written in its place. */
  public RuleAttributes overwrittenBy(RuleAttributes later) {
    return new RuleAttributes(
        later.teamCount != null ? later.teamCount : teamCount,
        later.minTeamSize != null ? later.minTeamSize : minTeamSize,
        later.maxTeamSize != null ? later.maxTeamSize : maxTeamSize,
        later.difference != null ? later.difference : difference,
        later.maxLatency != null ? later.maxLatency : maxLatency,
        later.maxDifference != null ? later.maxDifference : maxDifference,
        later.overlap != null ? later.overlap : overlap);
  }

  /** What was written, by the name in a profile. */
  public Map<String, Number> written() {
    var all = new LinkedHashMap<String, Number>();
    all.put("teamCount", teamCount);
    all.put("minTeamSize", minTeamSize);
    all.put("maxTeamSize", maxTeamSize);
    all.put("difference", difference);
    all.put("maxLatency", maxLatency);
    all.put("maxDifference", maxDifference);
    all.put("overlap", overlap);
    all.values().removeIf(value -> value == null);
    return all;
  }
}
