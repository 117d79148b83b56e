package dev.muster.engine.ticket;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a player's ticket says for one attribute. Its form follows from the JSON that was sent, not
 * from a rule, so that a ticket outlives the rules it was made under.
 */
public sealed interface AttributeValue {
  /** What the form is called in messages, for example {@code a number}. */
  String form();

  /**
   * A number, in millionths of the attribute's unit.
   *
   * @param millionths rounded half-even where it came in, between -1e14 and 1e14
   */
  record OfNumber(long millionths) implements AttributeValue {
    @Override
    public String form() {
      return "a number";
    }
  }

  /** A text; compared case-sensitively. */
  record OfText(String value) implements AttributeValue {
    @Override
    public String form() {
      return "a string";
    }
  }

  /** A list of texts, as sent; repeated values count once. */
  record OfList(List<String> values) implements AttributeValue {
    public OfList {
      values = List.copyOf(values);
    }

    @Override
    public String form() {
      return "a list of strings";
    }
  }

  /**
   * Latencies to beacons.
   *
   * @param millionths by beacon: millionths of a ms, at least 0; in the order of the beacons' names
   */
  record OfLatencies(Map<String, Long> millionths) implements AttributeValue {
    public OfLatencies {
      millionths = Collections.unmodifiableSortedMap(new TreeMap<>(millionths));
    }

    @Override
    public String form() {
      return "an object of latencies by beacon";
    }
  }
}
