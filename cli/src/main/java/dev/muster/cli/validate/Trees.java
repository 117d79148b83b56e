package dev.muster.cli.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns a YAML document into the JSON that kubectl would send. One use each. */
final class Trees {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern OCTAL = Pattern.compile("[-+]?0[0-7_]+");

  /** Words to kubectl, and to YAML 1.1, but not to this reader. */
  private static final Pattern SHORT_BOOLEAN = Pattern.compile("[yYnN]");

  /** As YAML 1.2 writes it; kubectl reads it too. */
  private static final Pattern OCTAL_1_2 = Pattern.compile("0o[0-7]{1,20}");

  private static final int MOST_NODES = 100_000;

  private final String file;
  private final List<Finding> findings;
  private final Deque<Node> around = new ArrayDeque<>();
  private int nodes;

  /**
   * For a file.
   *
   * @param findings gets what is wrong with the YAML itself
   */
  Trees(String file, List<Finding> findings) {
    this.file = file;
    this.findings = findings;
  }

  JsonNode tree(Node root) {
    return value(root, "");
  }

  private JsonNode value(Node node, String path) {
    if (around.contains(node)) {
      say(node, path, "contains itself");
      return JSON.nullNode();
    }
    if (++nodes > MOST_NODES) {
      if (nodes == MOST_NODES + 1) {
        say(node, path, "is too large: a document may have " + MOST_NODES + " values");
      }
      return JSON.nullNode();
    }
    around.push(node);
    try {
      if (node instanceof MappingNode mapping) {
        return object(mapping, path);
      }
      if (node instanceof SequenceNode sequence) {
        var array = JSON.arrayNode();
        sequence.getValue().forEach(item -> array.add(item(item, path, array)));
        return array;
      }
      warnOfOctal((ScalarNode) node, path);
      return scalar((ScalarNode) node);
    } finally {
      around.pop();
    }
  }

  private JsonNode item(Node item, String path, ArrayNode array) {
    return value(item, path + "[" + array.size() + "]");
  }

  private ObjectNode object(MappingNode mapping, String path) {
    var object = JSON.objectNode();
    var seen = new HashSet<String>();
    var merged = new ArrayList<NodeTuple>();
    for (var tuple : mapping.getValue()) {
      if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
        merged.add(tuple);
      } else if (tuple.getKeyNode() instanceof ScalarNode key && !key.getTag().equals(Tag.NULL)) {
        var name = name(key);
        warnOfName(key, name, path);
        var below = path.isEmpty() ? name : path + "." + name;
        if (!seen.add(name)) {
          say(key, below, "duplicate field \"" + below + "\"");
        }
        object.set(name, value(tuple.getValueNode(), below));
      } else {
        say(
            tuple.getKeyNode(),
            path,
            tuple.getKeyNode() instanceof MappingNode
                ? "the name of a field must be a text; is this a template, {{ }}, that is yet to be rendered?"
                : "the name of a field must be a text");
      }
    }
    merged.forEach(tuple -> merge(object, tuple.getValueNode(), path));
    return object;
  }

  /** {@code <<}: what is written here comes before what is merged in. */
  private void merge(ObjectNode object, Node from, String path) {
    if (from instanceof SequenceNode several) {
      several.getValue().forEach(one -> merge(object, one, path));
    } else if (value(from, path) instanceof ObjectNode other) {
      other.properties().forEach(member -> object.putIfAbsent(member.getKey(), member.getValue()));
    } else {
      say(from, path, "only a map can be merged into a map");
    }
  }

  /** What a field is called in JSON. */
  static String name(ScalarNode key) {
    return scalar(key).asText();
  }

  private void warnOfName(ScalarNode key, String name, String path) {
    if (!name.equals(key.getValue())) {
      warn(
          key,
          path,
          "'%s' is read as %s here; write \"%s\" for the text"
              .formatted(key.getValue(), name, key.getValue()));
    }
  }

  private void warnOfOctal(ScalarNode node, String path) {
    if (node.getTag().equals(Tag.INT) && OCTAL.matcher(node.getValue()).matches()) {
      warn(
          node,
          path,
          "is read as "
              + scalar(node)
              + ", for whole numbers that begin with 0 are octal; leave the 0 out, or write the text in quotes");
    }
  }

  private static JsonNode scalar(ScalarNode node) {
    var text = node.getValue();
    var tag = node.getTag();
    if (tag.equals(Tag.NULL)) {
      return JSON.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return JSON.booleanNode(text.matches("(?i)true|yes|on"));
    }
    try {
      if (tag.equals(Tag.INT)) {
        return smallest(integer(text.replace("_", "")));
      }
      if (tag.equals(Tag.FLOAT)) {
        return number(new BigDecimal(text.replace("_", "")));
      }
    } catch (NumberFormatException e) {
      return JSON.textNode(text); // such as 1:30 or .inf, which are no numbers in JSON
    }
    if (node.isPlain() && SHORT_BOOLEAN.matcher(text).matches()) {
      return JSON.booleanNode(text.equalsIgnoreCase("y"));
    }
    return node.isPlain() && OCTAL_1_2.matcher(text).matches()
        ? smallest(new BigInteger(text.substring(2), 8))
        : JSON.textNode(text);
  }

  /** As kubectl sends it, which makes 4 of 4.0. */
  private static JsonNode number(BigDecimal value) {
    return value.signum() == 0
            || (value.stripTrailingZeros().scale() <= 0 && value.precision() - value.scale() < 19)
        ? smallest(value.toBigInteger())
        : JSON.numberNode(value);
  }

  /** As Jackson's own reader gives them: some classes look at the node's type. */
  private static JsonNode smallest(BigInteger value) {
    if (value.bitLength() < Integer.SIZE) {
      return JSON.numberNode(value.intValue());
    }
    return value.bitLength() < Long.SIZE
        ? JSON.numberNode(value.longValue())
        : JSON.numberNode(value);
  }

  private static BigInteger integer(String text) {
    var negative = text.startsWith("-");
    var digits = text.replaceFirst("^[+-]", "");
    int radix = digits.startsWith("0x") ? 16 : digits.startsWith("0b") ? 2 : 10;
    var value =
        radix != 10
            ? new BigInteger(digits.substring(2), radix)
            : new BigInteger(digits, digits.length() > 1 && digits.startsWith("0") ? 8 : 10);
    return negative ? value.negate() : value;
  }

  private void warn(Node node, String path, String message) {
    findings.add(Finding.warning(file, Place.of(node.getStartMark()), path, message));
  }

  private void say(Node node, String path, String message) {
    findings.add(Finding.mistake(file, Place.of(node.getStartMark()), path, message));
  }
}
