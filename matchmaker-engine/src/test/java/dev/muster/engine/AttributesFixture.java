package dev.muster.engine;

import dev.muster.engine.profile.Millionths;
import dev.muster.engine.ticket.AttributeValue;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a ticket's attributes, for tests. */
public final class AttributesFixture {
  private AttributesFixture() {}

  /**
   * Attributes from name and value in turn: a String is a text, a List a list, a Map latencies in
   * ms, any Number a number.
   */
  public static Map<String, AttributeValue> attributes(Object... namesAndValues) {
    var attributes = new HashMap<String, AttributeValue>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      attributes.put((String) namesAndValues[i], value(namesAndValues[i + 1]));
    }
    return attributes;
  }

  private static AttributeValue value(Object value) {
    if (value instanceof String text) {
      return new AttributeValue.OfText(text);
    } else if (value instanceof Number number) {
      return new AttributeValue.OfNumber(millionths(number));
    } else if (value instanceof List<?> list) {
      return new AttributeValue.OfList(list.stream().map(String.class::cast).toList());
    } else if (value instanceof Map<?, ?> latencies) {
      var millionths = new HashMap<String, Long>();
      latencies.forEach((name, ms) -> millionths.put((String) name, millionths((Number) ms)));
      return new AttributeValue.OfLatencies(millionths);
    } else {
      throw new IllegalArgumentException(Arrays.toString(new Object[] {value}));
    }
  }

  private static long millionths(Number number) {
    return Millionths.of(new BigDecimal(number.toString()));
  }
}
