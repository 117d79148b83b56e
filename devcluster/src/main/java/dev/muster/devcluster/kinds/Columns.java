package dev.muster.devcluster.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.muster.devcluster.json.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** The columns that kinds share, and how cells are written. */
final class Columns {
  static final Column NAME =
      new Column(
          "Name", "string", "name", "The object's name.", 0, o -> o.path("metadata").path("name"));
  static final Column AGE =
      new Column(
          "Age",
          "date",
          "",
          "How long ago the object was created.",
          0,
          o -> age(o.path("metadata").path("creationTimestamp")));

  /** For kinds that name nothing else. */
  static final List<Column> DEFAULT =
      List.of(
          NAME,
          new Column(
              "Created At",
              "date",
              "",
              "When the object was created.",
              0,
              o -> o.path("metadata").path("creationTimestamp")));

  private Columns() {}

  /** A column of texts. */
  static Column text(String name, Function<ObjectNode, String> cell) {
    return column(name, "string", 0, o -> TextNode.valueOf(cell.apply(o)));
  }

  /** A column of texts for {@code -o wide}. */
  static Column wide(String name, Function<ObjectNode, String> cell) {
    return column(name, "string", 1, o -> TextNode.valueOf(cell.apply(o)));
  }

  /** A column of numbers. */
  static Column number(String name, Function<ObjectNode, Number> cell) {
    return column(name, "integer", 0, o -> IntNode.valueOf(cell.apply(o).intValue()));
  }

  private static Column column(
      String name, String type, int priority, Function<ObjectNode, JsonNode> cell) {
    return new Column(name, type, "", name + " of the object.", priority, cell);
  }

  /** The cell of a custom resource's column: dates as ages, the rest in the column's type. */
  static JsonNode typed(List<JsonNode> found, String type) {
    if (found.isEmpty() || found.get(0).isNull()) {
      return NullNode.getInstance();
    }
    var value = found.get(0);
    return switch (type) {
      case "integer" -> whole(value);
      case "number" -> value.isNumber() ? value : NullNode.getInstance();
      case "boolean" -> value.isBoolean() ? value : NullNode.getInstance();
      case "date" -> age(value);
      default -> TextNode.valueOf(shown(found));
    };
  }

  private static JsonNode whole(JsonNode value) {
    if (value.isIntegralNumber()) {
      return value;
    }
    return value.isNumber()
        ? LongNode.valueOf(value.decimalValue().toBigInteger().longValue())
        : NullNode.getInstance();
  }

  private static String shown(List<JsonNode> found) {
    if (found.size() == 1) {
      var value = found.get(0);
      return value.isValueNode() ? value.asText() : Json.text(value);
    }
    return String.join(" ", found.stream().map(JsonNode::asText).toList());
  }

  /** How long ago a time was, or null when it is none. */
  static JsonNode age(JsonNode time) {
    if (!time.isTextual()) {
      return NullNode.getInstance();
    }
    try {
      var age = Duration.between(Instant.parse(time.asText()), Instant.now());
      return TextNode.valueOf(shown(age));
    } catch (DateTimeException e) {
      return TextNode.valueOf("<invalid>");
    }
  }

  /** A duration as kubectl shows ages: {@code 5s}, {@code 3m2s}, {@code 4d}. */
  static String shown(Duration age) {
    long seconds = age.toSeconds();
    if (seconds < -1) {
      return "<invalid>";
    }
    if (seconds < 120) {
      return Math.max(0, seconds) + "s";
    }
    long minutes = age.toMinutes();
    if (minutes < 10) {
      return joined(minutes, "m", seconds % 60, "s");
    }
    if (minutes < 180) {
      return minutes + "m";
    }
    long hours = age.toHours();
    if (hours < 8) {
      return joined(hours, "h", minutes % 60, "m");
    }
    if (hours < 48) {
      return hours + "h";
    }
    long days = age.toDays();
    if (days < 8) {
      return joined(days, "d", hours % 24, "h");
    }
    return days < 365 * 2 ? days + "d" : joined(days / 365, "y", days % 365, "d");
  }

  private static String joined(long large, String largeUnit, long small, String smallUnit) {
    return large + largeUnit + (small == 0 ? "" : small + smallUnit);
  }
}
