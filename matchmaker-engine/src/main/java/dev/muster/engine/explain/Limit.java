package dev.muster.engine.explain;

import dev.muster.engine.profile.Rule;
import dev.muster.engine.profile.Rules;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** A number of a rule that a profile gives and expansions overwrite. */
public enum Limit {
  /** How many teams a match has. */
  TEAM_COUNT("teamCount", 0),
  /** The least players in a team. */
  MIN_TEAM_SIZE("minTeamSize", 0),
  /** The most players in a team. */
  MAX_TEAM_SIZE("maxTeamSize", 0),
  /** How far apart latencies may be, ms. */
  DIFFERENCE("difference", 6),
  /** The highest latency, ms. */
  MAX_LATENCY("maxLatency", 6),
  /** How far apart numbers may be. */
  MAX_DIFFERENCE("maxDifference", 6),
  /** How many values lists must share. */
  OVERLAP("overlap", 0);

  private final String attribute;
  private final int decimals;

  Limit(String attribute, int decimals) {
    this.attribute = attribute;
    this.decimals = decimals;
  }

  /** Its name in a profile. */
  public String attribute() {
    return attribute;
  }

  /** The number as a profile writes it: millionths become decimals, counts stay as they are. */
  public BigDecimal written(long value) {
    var number = BigDecimal.valueOf(value, decimals).stripTrailingZeros();
    return number.scale() < 0 ? number.setScale(0) : number;
  }

  /** The less strict of two values. */
  long looser(long one, long other) {
    return this == OVERLAP || this == MIN_TEAM_SIZE ? Math.min(one, other) : Math.max(one, other);
  }

  /** One number of one rule. */
  record Value(String rule, Limit limit, long value) {}

  /** Every number of every rule, always in the same order. */
  static List<Value> all(Rules rules) {
    var all = new ArrayList<Value>();
    var count = rules.playerCount();
    all.add(new Value(count.name(), TEAM_COUNT, count.teamCount()));
    all.add(new Value(count.name(), MIN_TEAM_SIZE, count.minTeamSize()));
    all.add(new Value(count.name(), MAX_TEAM_SIZE, count.maxTeamSize()));
    for (var rule : rules.onAttributes()) {
      if (rule instanceof Rule.Latencies latencies) {
        all.add(new Value(rule.name(), DIFFERENCE, latencies.difference()));
        all.add(new Value(rule.name(), MAX_LATENCY, latencies.maxLatency()));
      } else if (rule instanceof Rule.NumberDifference number) {
        all.add(new Value(rule.name(), MAX_DIFFERENCE, number.maxDifference()));
      } else if (rule instanceof Rule.Intersection intersection) {
        all.add(new Value(rule.name(), OVERLAP, intersection.overlap()));
      }
    }
    return all;
  }

  /** One number; 0 for a rule that has none of that kind. */
  static long of(Rules rules, String rule, Limit limit) {
    return all(rules).stream()
        .filter(value -> value.rule().equals(rule) && value.limit() == limit)
        .mapToLong(Value::value)
        .findFirst()
        .orElse(0);
  }
}
