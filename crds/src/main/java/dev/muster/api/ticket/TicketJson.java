package dev.muster.api.ticket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.muster.engine.profile.Millionths;
import dev.muster.engine.profile.Problem;
import dev.muster.engine.ticket.AttributeValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * From the JSON of a ticket's attributes to values, and back. It is strict: a number, a string, a
 * list of strings, or an object of numbers of at least 0; nothing is converted, everything has a
 * limit.
 */
public final class TicketJson {
  /** The most attributes that a ticket can have. */
  public static final int MOST_ATTRIBUTES = 64;

  /** The most values that a list can have. */
  public static final int MOST_VALUES = 64;

  /** The most beacons that an object of latencies can have. */
  public static final int MOST_BEACONS = 64;

  /** The most characters that a string can have: a value, an attribute's name, a beacon's name. */
  public static final int MOST_CHARACTERS = 256;

  /** The most bytes that a ticket's attributes can take as compact JSON in UTF-8. */
  public static final int MOST_BYTES = 4_096;

  private static final String FORMS =
      "a number, a string, a list of strings or an object of latencies";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .build();

  private static final ObjectReader READER = MAPPER.readerFor(JsonNode.class);
  private static final ObjectWriter WRITER = MAPPER.writer();

  private final Function<String, Optional<String>> expected;
  private final List<Problem> problems = new ArrayList<>();

  private TicketJson(Function<String, Optional<String>> expected) {
    this.expected = expected;
  }

  /**
   * A reader that keeps every digit of a number and refuses repeated names and whatever follows the
   * value.
   */
  public static ObjectReader reader() {
    return READER;
  }

  /** A writer of compact JSON. */
  public static ObjectWriter writer() {
    return WRITER;
  }

  /**
   * Reads a ticket's attributes.
   *
   * @param node the object; Java or JSON null counts as an empty one
   * @throws InvalidTicket with everything that is wrong, by field {@code attributes.NAME}
   */
  public static TicketAttributes attributes(JsonNode node) {
    return attributes(node, name -> Optional.empty());
  }

  /**
   * Reads a ticket's attributes, for rules that are known.
   *
   * @param node the object; Java or JSON null counts as an empty one
   * @param expected what a rule expects of the attribute of a name, for messages such as {@code a
   *     number}; empty when no rule looks at it
   * @throws InvalidTicket with everything that is wrong, by field {@code attributes.NAME}
   */
  public static TicketAttributes attributes(
      JsonNode node, Function<String, Optional<String>> expected) {
    if (node == null || node.isNull() || node.isMissingNode()) {
      return TicketAttributes.NONE;
    }
    return new TicketJson(expected).read(node);
  }

  /**
   * Reads attributes that {@link TicketAttributes#json} holds.
   *
   * @throws InvalidTicket as {@link #attributes(JsonNode)}, also when it is no JSON
   */
  public static TicketAttributes attributes(String json) {
    return attributes(tree(json));
  }

  /**
   * The tree of what {@link TicketAttributes#json} holds.
   *
   * @throws InvalidTicket when it is no JSON
   */
  public static JsonNode tree(String json) {
    try {
      return READER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new InvalidTicket(
          List.of(new Problem("attributes", "is not JSON: " + e.getOriginalMessage())));
    }
  }

  private TicketAttributes read(JsonNode node) {
    if (!node.isObject()) {
      throw new InvalidTicket(
          List.of(new Problem("attributes", "is " + form(node) + ", an object was expected")));
    }
    if (node.size() > MOST_ATTRIBUTES) {
      problems.add(tooMany("attributes", node.size(), "attributes", MOST_ATTRIBUTES));
      throw new InvalidTicket(problems);
    }
    var values = new TreeMap<String, AttributeValue>();
    for (var entry : node.properties()) {
      var field = "attributes." + shortened(entry.getKey());
      checkLength(field, "a name", entry.getKey());
      value(field, entry.getKey(), entry.getValue())
          .ifPresent(value -> values.put(entry.getKey(), value));
    }
    var json = compact(node);
    if (!problems.isEmpty()) {
      throw new InvalidTicket(problems);
    }
    return new TicketAttributes(values, json);
  }

  private String compact(JsonNode node) {
    try {
      var json = WRITER.writeValueAsString(node);
      int bytes = json.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > MOST_BYTES) {
        problems.add(
            new Problem(
                "attributes",
                "takes " + bytes + " bytes as JSON, at most " + MOST_BYTES + " were expected"));
      }
      return json;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree cannot be written", e);
    }
  }

  private Optional<AttributeValue> value(String field, String name, JsonNode node) {
    if (node.isNumber()) {
      return number(field, node).map(AttributeValue.OfNumber::new);
    }
    if (node.isTextual()) {
      checkLength(field, "a string", node.textValue());
      return Optional.of(new AttributeValue.OfText(node.textValue()));
    }
    if (node.isArray()) {
      return list(field, node);
    }
    if (node.isObject()) {
      return latencies(field, node);
    }
    problems.add(
        new Problem(
            field,
            "is " + form(node) + ", " + expected.apply(name).orElse(FORMS) + " was expected"));
    return Optional.empty();
  }

  private Optional<Long> number(String field, JsonNode node) {
    // Jackson reads NaN and infinities as such only where it is told to; the reader here is not.
    if (node.isFloatingPointNumber()
        && !Double.isFinite(node.doubleValue())
        && !node.isBigDecimal()) {
      problems.add(new Problem(field, "is not finite, a finite number was expected"));
      return Optional.empty();
    }
    var number = node.decimalValue();
    if (!Millionths.accepts(number)) {
      problems.add(
          new Problem(
              field,
              "is "
                  + shortened(node.asText())
                  + ", a number between -100000000 and 100000000 was expected"));
      return Optional.empty();
    }
    return Optional.of(Millionths.of(number));
  }

  private Optional<AttributeValue> list(String field, JsonNode node) {
    if (node.size() > MOST_VALUES) {
      problems.add(tooMany(field, node.size(), "values", MOST_VALUES));
      return Optional.empty();
    }
    var values = new LinkedHashSet<String>();
    for (int i = 0; i < node.size(); i++) {
      var element = node.get(i);
      var path = field + "[" + i + "]";
      if (element.isTextual()) {
        checkLength(path, "a string", element.textValue());
        values.add(element.textValue());
      } else {
        problems.add(new Problem(path, "is " + form(element) + ", a string was expected"));
      }
    }
    return Optional.of(new AttributeValue.OfList(List.copyOf(values)));
  }

  private Optional<AttributeValue> latencies(String field, JsonNode node) {
    if (node.size() > MOST_BEACONS) {
      problems.add(tooMany(field, node.size(), "beacons", MOST_BEACONS));
      return Optional.empty();
    }
    Map<String, Long> millionths = new TreeMap<>();
    for (var entry : node.properties()) {
      var path = field + "." + shortened(entry.getKey());
      checkLength(path, "a name", entry.getKey());
      latency(path, entry.getValue()).ifPresent(value -> millionths.put(entry.getKey(), value));
    }
    return Optional.of(new AttributeValue.OfLatencies(millionths));
  }

  private Optional<Long> latency(String path, JsonNode node) {
    if (!node.isNumber()) {
      problems.add(
          new Problem(path, "is " + form(node) + ", a latency in milliseconds was expected"));
      return Optional.empty();
    }
    var latency = number(path, node);
    if (latency.isPresent() && latency.get() < 0) {
      problems.add(
          new Problem(
              path, "is " + shortened(node.asText()) + ", a latency of at least 0 was expected"));
      return Optional.empty();
    }
    return latency;
  }

  private void checkLength(String field, String what, String text) {
    if (text.length() > MOST_CHARACTERS) {
      problems.add(
          new Problem(
              field,
              "has "
                  + what
                  + " of "
                  + text.length()
                  + " characters, at most "
                  + MOST_CHARACTERS
                  + " were expected"));
    }
  }

  private static Problem tooMany(String field, int count, String what, int limit) {
    return new Problem(
        field, "has " + count + " " + what + ", at most " + limit + " were expected");
  }

  /** What a JSON value is called in messages. */
  public static String form(JsonNode node) {
    return switch (node.getNodeType()) {
      case NULL, MISSING -> "null";
      case BOOLEAN -> "a boolean";
      case NUMBER -> "a number";
      case STRING -> "a string";
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case BINARY, POJO -> "not JSON";
    };
  }

  /** The beginning of a text that may be long, for messages. */
  public static String shortened(String text) {
    return text.length() <= 64 ? text : text.substring(0, 64) + "...";
  }
}
