package dev.muster.devcluster.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Reads, writes, compares and walks JSON trees. A number keeps the spelling in which it came. */
public final class Json {
  private static final JsonNodeFactory EXACT = JsonNodeFactory.instance;
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .nodeFactory(EXACT)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
  private static final ObjectMapper YAML =
      new ObjectMapper(
              YAMLFactory.builder()
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                  .build())
          .setNodeFactory(EXACT)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /** Numbers are equal by value, everything else by content. */
  private static final Comparator<JsonNode> BY_VALUE =
      (a, b) -> {
        if (a.isNumber() && b.isNumber()) {
          return a.decimalValue().compareTo(b.decimalValue());
        }
        return a.equals(b) ? 0 : 1;
      };

  private Json() {}

  /** A new empty object. */
  public static ObjectNode object() {
    return EXACT.objectNode();
  }

  /** A new empty list. */
  public static ArrayNode array() {
    return EXACT.arrayNode();
  }

  /** A list of these texts. */
  public static ArrayNode array(Iterable<String> texts) {
    var array = array();
    texts.forEach(array::add);
    return array;
  }

  /** The tree that the text holds. */
  public static JsonNode parse(String text) throws JsonProcessingException {
    return MAPPER.readTree(text);
  }

  /** The object in a text that this program wrote itself. */
  public static ObjectNode parseObject(String text) {
    try {
      return (ObjectNode) MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The tree that the YAML text holds, first document only. */
  public static JsonNode parseYaml(String text) throws JsonProcessingException {
    return YAML.readTree(text);
  }

  /** The tree as compact UTF-8 text. */
  public static byte[] bytes(JsonNode node) {
    return text(node).getBytes(StandardCharsets.UTF_8);
  }

  /** The tree as compact text. */
  public static String text(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The tree as compact text with the members of every object in order of their names. */
  public static String sortedText(JsonNode node) {
    return text(sorted(node));
  }

  /** The tree as indented text. */
  public static String pretty(JsonNode node) {
    return node.toPrettyString();
  }

  /** The tree as YAML. */
  public static String yaml(JsonNode node) {
    try {
      return YAML.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The tree with the members of every object in order of their names. */
  static JsonNode sorted(JsonNode node) {
    if (node instanceof ObjectNode object) {
      var result = object();
      names(object).forEach(name -> result.set(name, sorted(object.get(name))));
      return result;
    }
    if (node instanceof ArrayNode array) {
      var result = array();
      array.forEach(item -> result.add(sorted(item)));
      return result;
    }
    return node;
  }

  /** The names of an object's members, in order of the names. */
  public static List<String> names(ObjectNode object) {
    var names = new ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    Collections.sort(names);
    return names;
  }

  /** Whether two trees say the same; null is equal to null only. */
  public static boolean same(JsonNode a, JsonNode b) {
    if (a == null || b == null) {
      return a == null && b == null;
    }
    return a.equals(BY_VALUE, b);
  }

  /** Whether the member is absent or null. */
  public static boolean isNull(JsonNode node) {
    return node == null || node.isNull() || node.isMissingNode();
  }

  /** The object's member of that name, made when it is not an object yet. */
  public static ObjectNode child(ObjectNode parent, String name) {
    return parent.get(name) instanceof ObjectNode child ? child : parent.putObject(name);
  }

  /** The object below these names; an empty one, not part of the tree, when there is none. */
  public static ObjectNode at(JsonNode node, String... names) {
    var found = node;
    for (var name : names) {
      found = found.path(name);
    }
    return found instanceof ObjectNode object ? object : object();
  }

  /** The texts of a list; empty for anything else. */
  public static List<String> texts(JsonNode list) {
    var texts = new ArrayList<String>();
    if (list != null) {
      list.forEach(item -> texts.add(item.asText()));
    }
    return texts;
  }

  /**
   * Turns whole numbers that are written as fractions ({@code 2.0}) into integers, as storing does.
   */
  public static void normalizeNumbers(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().forEach(member -> member.setValue(normalized(member.getValue())));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, normalized(array.get(i)));
      }
    }
  }

  private static JsonNode normalized(JsonNode node) {
    if (node.isContainerNode()) {
      normalizeNumbers(node);
      return node;
    }
    if (!node.isBigDecimal()) {
      return node;
    }
    var plain = node.decimalValue().stripTrailingZeros();
    if (plain.scale() <= 0 && plain.precision() - plain.scale() <= 18) {
      return LongNode.valueOf(plain.longValueExact());
    }
    return DecimalNode.valueOf(plain);
  }

  /**
   * Whether the number is written as an integer that fits 64 bits, which is what Kubernetes calls
   * int64.
   */
  public static boolean isInteger(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong();
  }

  /** Whether the number's value is a whole one, however it is written. */
  public static boolean isWhole(JsonNode node) {
    return node.isNumber() && node.decimalValue().stripTrailingZeros().scale() <= 0;
  }

  /** The number as messages show it. */
  public static String number(JsonNode node) {
    if (node.isIntegralNumber()) {
      BigInteger value = node.bigIntegerValue();
      return value.toString();
    }
    BigDecimal value = node.decimalValue().stripTrailingZeros();
    return value.toPlainString();
  }

  /** The instant in microseconds, always six digits of them, RFC 3339. */
  public static String microTime(Instant instant) {
    return MICROS.format(instant);
  }

  /** The instant in whole seconds, RFC 3339. */
  public static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
