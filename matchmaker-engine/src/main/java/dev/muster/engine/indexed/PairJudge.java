package dev.muster.engine.indexed;

import dev.muster.engine.Plural;
import dev.muster.engine.profile.Millionths;
import dev.muster.engine.ticket.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One rule's verdict on two groups: by how much they are beyond its limits, in numbers and words.
 */
interface PairJudge {
  /** The name of the rule in the profile; {@link Refusal#TOO_LARGE} for the limit on size. */
  String name();

  /** How far the two are beyond what the limits allow; 0 or less when they are accepted. */
  long excess(Waiting group, Waiting other, Limits limits);

  /** The refusal for people: values and limits. */
  String message(Waiting group, Waiting other, Limits limits, long excess);

  /** Whether it is a rule on tickets' attributes. */
  default boolean looksAtAttributes() {
    return true;
  }

  /** Every rule of a profile, and the limit on size. */
  static List<PairJudge> all(RuleTable table, Reader reader) {
    var all = new ArrayList<PairJudge>();
    all.add(new Size());
    all.add(new Players(table.rules.playerCount().name()));
    if (table.latencies != null) {
      all.add(new Latencies(table.latencies.name(), reader));
    }
    for (int rule = 0; rule < table.numberCount; rule++) {
      all.add(new Numbers(table.numbers.get(rule).name(), rule));
    }
    for (int rule = 0; rule < table.equalities.size(); rule++) {
      all.add(new Texts(table.equalities.get(rule).name(), rule));
    }
    for (int rule = 0; rule < table.listCount; rule++) {
      all.add(new Lists(table.intersections.get(rule).name(), rule));
    }
    return all;
  }

  /** The limit on what the tickets of a match may take as JSON. */
  record Size() implements PairJudge {
    @Override
    public String name() {
      return Refusal.TOO_LARGE;
    }

    @Override
    public boolean looksAtAttributes() {
      return false;
    }

    @Override
    public long excess(Waiting group, Waiting other, Limits limits) {
      return group.bytes + other.bytes - RuleTable.MOST_BYTES;
    }

    @Override
    public String message(Waiting group, Waiting other, Limits limits, long excess) {
      return "the tickets together take "
          + (group.bytes + other.bytes)
          + " bytes, "
          + RuleTable.MOST_BYTES
          + " fit in a match";
    }
  }

  /** playerCount: the two must find room in one match, whole. */
  record Players(String name) implements PairJudge {
    @Override
    public boolean looksAtAttributes() {
      return false;
    }

    @Override
    public long excess(Waiting group, Waiting other, Limits limits) {
      int both = group.size + other.size;
      if (limits.teamCount == 0) {
        return both;
      }
      long inOneTeam = limits.teamCount > 1 ? Math.max(group.size, other.size) : both;
      return inOneTeam - limits.maxTeamSize;
    }

    @Override
    public String message(Waiting group, Waiting other, Limits limits, long excess) {
      var sizes = group.size + " and " + other.size + " players";
      return limits.teamCount == 0
          ? sizes + ": their stages want different numbers of teams"
          : sizes + " without splitting a group, but a team takes " + limits.maxTeamSize;
    }
  }

  /** latencies: the best common beacon. */
  record Latencies(String name, Reader reader) implements PairJudge {
    @Override
    public long excess(Waiting group, Waiting other, Limits limits) {
      long least = Long.MAX_VALUE;
      for (int i = 0; i < group.beacons.length; i++) {
        int theirs = Arrays.binarySearch(other.beacons, group.beacons[i]);
        if (theirs >= 0) {
          long high = Math.max(group.highest[i], other.highest[theirs]);
          long low = Math.min(group.lowest[i], other.lowest[theirs]);
          least =
              Math.min(least, Math.max(high - limits.maxLatency, high - low - limits.difference));
        }
      }
      return least;
    }

    @Override
    public String message(Waiting group, Waiting other, Limits limits, long excess) {
      var common =
          Arrays.stream(group.beacons)
              .filter(beacon -> Arrays.binarySearch(other.beacons, beacon) >= 0)
              .mapToObj(reader::beaconName)
              .sorted()
              .collect(Collectors.joining(", "));
      return common.isEmpty()
          ? "no beacon is known to all players"
          : "no common beacon has latencies of at most "
              + Millionths.text(limits.maxLatency)
              + " ms and "
              + Millionths.text(limits.difference)
              + " ms apart; the best of "
              + common
              + " is beyond by "
              + Millionths.text(excess)
              + " ms";
    }
  }

  /** numberDifference: two groups in one team. */
  record Numbers(String name, int rule) implements PairJudge {
    @Override
    public long excess(Waiting group, Waiting other, Limits limits) {
      return apart(group, other) - limits.maxDifferences[rule];
    }

    private long apart(Waiting group, Waiting other) {
      return Math.abs(group.number(rule) - other.number(rule));
    }

    @Override
    public String message(Waiting group, Waiting other, Limits limits, long excess) {
      return Millionths.text(group.number(rule))
          + " and "
          + Millionths.text(other.number(rule))
          + " are "
          + Millionths.text(apart(group, other))
          + " apart, at most "
          + Millionths.text(limits.maxDifferences[rule])
          + " is allowed";
    }
  }

  /** stringEquality. */
  record Texts(String name, int rule) implements PairJudge {
    @Override
    public long excess(Waiting group, Waiting other, Limits limits) {
      return group.cell.texts[rule].equals(other.cell.texts[rule]) ? 0 : 1;
    }

    @Override
    public String message(Waiting group, Waiting other, Limits limits, long excess) {
      return '"'
          + group.cell.texts[rule]
          + "\" and \""
          + other.cell.texts[rule]
          + "\" are not equal";
    }
  }

  /** intersection. */
  record Lists(String name, int rule) implements PairJudge {
    @Override
    public long excess(Waiting group, Waiting other, Limits limits) {
      return limits.overlaps[rule] - shared(group, other);
    }

    private long shared(Waiting group, Waiting other) {
      return CodeSets.countShared(group.listCodes[rule], other.listCodes[rule]);
    }

    @Override
    public String message(Waiting group, Waiting other, Limits limits, long excess) {
      return "the lists share "
          + Plural.of(shared(group, other), "value", "values")
          + ", at least "
          + Plural.of(limits.overlaps[rule], "is needed", "are needed");
    }
  }
}
