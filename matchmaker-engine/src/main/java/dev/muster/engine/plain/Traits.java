package dev.muster.engine.plain;

import dev.muster.engine.CountedValue;
import dev.muster.engine.profile.Millionths;
import dev.muster.engine.profile.Rule;
import dev.muster.engine.profile.Rules;
import dev.muster.engine.ticket.AttributeValue;
import dev.muster.engine.ticket.AttributeValue.OfLatencies;
import dev.muster.engine.ticket.AttributeValue.OfList;
import dev.muster.engine.ticket.AttributeValue.OfNumber;
import dev.muster.engine.ticket.AttributeValue.OfText;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Ticket;
import java.util.List;

/**
 * What the rules see of one or more groups: their texts, the range of their numbers, the values and
 * the beacons that all their players share. Immutable.
 */
final class Traits {
  private final List<String> texts;
  private final long[] lowest;
  private final long[] highest;
  private final SharedValues[] shared;
  private final Beacons beacons;

  private Traits(
      List<String> texts, long[] lowest, long[] highest, SharedValues[] shared, Beacons beacons) {
    this.texts = texts;
    this.lowest = lowest;
    this.highest = highest;
    this.shared = shared;
    this.beacons = beacons;
  }

  /**
   * Reads one group, which has every attribute that the rules look at, in the right form.
   *
   * @param rules for the names and the defaults
   */
  static Traits of(Group group, Rules rules) {
    var means =
        rules.numbers().stream()
            .mapToLong(
                rule ->
                    Millionths.mean(
                        group.tickets().stream()
                            .mapToLong(
                                ticket ->
                                    ((OfNumber) counted(rule, ticket.attributes())).millionths())
                            .sum(),
                        group.size()))
            .toArray();
    return new Traits(
        texts(group.tickets().get(0), rules),
        means,
        means,
        rules.intersections().stream()
            .map(rule -> SharedValues.of(lists(rule, group)))
            .toArray(SharedValues[]::new),
        rules
            .latencies()
            .map(
                rule ->
                    Beacons.of(
                        group.tickets().stream()
                            .map(
                                ticket ->
                                    ((OfLatencies) counted(rule, ticket.attributes())).millionths())
                            .toList()))
            .orElse(Beacons.NONE_KNOWN));
  }

  /** The text of every stringEquality rule, in the rules' order, of one player. */
  static List<String> texts(Ticket player, Rules rules) {
    return rules.equalities().stream()
        .map(rule -> ((OfText) counted(rule, player.attributes())).value())
        .toList();
  }

  private static List<List<String>> lists(Rule rule, Group group) {
    return group.tickets().stream()
        .map(ticket -> ((OfList) counted(rule, ticket.attributes())).values())
        .toList();
  }

  private static AttributeValue counted(
      Rule rule, java.util.Map<String, AttributeValue> attributes) {
    return CountedValue.of(rule, attributes).orElseThrow();
  }

  /** The text of every stringEquality rule, in the rules' order. */
  List<String> texts() {
    return texts;
  }

  /** How many number rules there are. */
  int numberCount() {
    return lowest.length;
  }

  /** The least number of a rule, millionths; a single group's mean. */
  long lowest(int rule) {
    return lowest[rule];
  }

  /** The greatest number of a rule, millionths; a single group's mean. */
  long highest(int rule) {
    return highest[rule];
  }

  /** How far apart the numbers of a rule lie, millionths. */
  long spread(int rule) {
    return highest[rule] - lowest[rule];
  }

  /** The values that all share, of an intersection rule. */
  SharedValues shared(int rule) {
    return shared[rule];
  }

  Beacons beacons() {
    return beacons;
  }

  /** Says whether these satisfy lists and latencies by themselves. */
  boolean hold(Limits limits) {
    for (int rule = 0; rule < shared.length; rule++) {
      if (shared[rule].size() < limits.overlap(rule)) {
        return false;
      }
    }
    return beacons.qualifies(limits);
  }

  /**
   * These and others together, if every rule but playerCount allows it. What this refuses, it
   * refuses for every greater set and under every stricter limit.
   *
   * @param reach how many times maxDifference numbers may lie apart
   * @return null when a rule refuses
   */
  Traits with(Traits other, Limits limits, int reach) {
    if (texts != other.texts && !texts.equals(other.texts)) {
      return null;
    }
    for (int rule = 0; rule < lowest.length; rule++) {
      long range =
          Math.max(highest[rule], other.highest[rule]) - Math.min(lowest[rule], other.lowest[rule]);
      if (range > limits.maxDifference(rule) * reach) {
        return null;
      }
    }
    for (int rule = 0; rule < shared.length; rule++) {
      if (!shared[rule].mayShareWith(other.shared[rule])) {
        return null;
      }
    }
    var union = union(other);
    return union.hold(limits) ? union : null;
  }

  /** These and others together, whatever the rules say; the texts are these ones'. */
  Traits union(Traits other) {
    var low = lowest.clone();
    var high = highest.clone();
    for (int rule = 0; rule < low.length; rule++) {
      low[rule] = Math.min(low[rule], other.lowest[rule]);
      high[rule] = Math.max(high[rule], other.highest[rule]);
    }
    var both = shared.clone();
    for (int rule = 0; rule < both.length; rule++) {
      both[rule] = both[rule].with(other.shared[rule]);
    }
    return new Traits(texts, low, high, both, beacons.with(other.beacons));
  }

  /** The same, with one value gone from every list. */
  Traits without(String value) {
    var rest = shared.clone();
    for (int rule = 0; rule < rest.length; rule++) {
      rest[rule] = rest[rule].without(value);
    }
    return new Traits(texts, lowest, highest, rest, beacons);
  }
}
