package dev.muster.devcluster.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.schema.Schema;
import dev.muster.devcluster.schema.Schema.Listing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the walks over typed values share: which steps there are, and what counts as one value. */
final class Walk {
  private Walk() {}

  static List<String> appended(List<String> path, String step) {
    var longer = new ArrayList<>(path);
    longer.add(step);
    return longer;
  }

  /** The schema of what a step leads to. */
  static Schema below(Schema schema, String step) {
    Schema found = step.startsWith("f:") ? schema.member(step.substring(2)) : schema.items();
    return found == null ? Schema.ANY : found;
  }

  static boolean isObject(Schema schema, JsonNode a, JsonNode b) {
    return schema.type() == Schema.Type.OBJECT
        || (schema.type() == Schema.Type.ANY && either(a, b, true));
  }

  static boolean isList(Schema schema, JsonNode a, JsonNode b) {
    return schema.type() == Schema.Type.ARRAY
        || (schema.type() == Schema.Type.ANY && either(a, b, false));
  }

  private static boolean either(JsonNode a, JsonNode b, boolean object) {
    var shown = Json.isNull(b) ? a : b;
    return shown != null && (object ? shown.isObject() : shown.isArray());
  }

  static boolean atomicList(Schema schema) {
    return schema.listing() == Listing.ATOMIC;
  }

  /** The names that occur in either of two objects, each of which may be absent. */
  static Set<String> names(JsonNode a, JsonNode b) {
    var names = new TreeSet<String>();
    for (var node : new JsonNode[] {a, b}) {
      if (node instanceof ObjectNode object) {
        names.addAll(Json.names(object));
      }
    }
    return names;
  }

  static JsonNode member(JsonNode node, String name) {
    return node instanceof ObjectNode object ? object.get(name) : null;
  }

  /** The step to an item of a set or keyed list; null when a key is missing. */
  static String step(Schema list, JsonNode item) {
    if (list.listing() == Listing.SET) {
      return "v:" + Json.sortedText(item);
    }
    var key = Json.object();
    for (var name : new TreeSet<>(list.keys())) {
      var value = item.get(name);
      var property = list.items().properties().get(name);
      if (value == null && property != null) {
        value = property.defaultValue();
      }
      if (value == null) {
        return null;
      }
      key.set(name, value);
    }
    return "k:" + Json.text(key);
  }

  /** A list's items by their steps, the first of each; items without a key are left out. */
  static Map<String, JsonNode> items(Schema list, JsonNode node) {
    var items = new LinkedHashMap<String, JsonNode>();
    if (node instanceof ArrayNode array) {
      for (var item : array) {
        var step = step(list, item);
        if (step != null) {
          items.putIfAbsent(step, item);
        }
      }
    }
    return items;
  }

  /** The path as conflicts show it: {@code .spec.ports[name="a"].port}. */
  static String shown(List<String> path) {
    var text = new StringBuilder();
    for (var step : path) {
      if (step.startsWith("f:")) {
        text.append('.').append(step.substring(2));
      } else if (step.startsWith("v:")) {
        text.append("[=").append(step.substring(2)).append(']');
      } else {
        text.append(shownKey(step));
      }
    }
    return text.toString();
  }

  static String shownKey(String step) {
    var parts = new ArrayList<String>();
    Json.parseObject(step.substring(2))
        .properties()
        .forEach(entry -> parts.add(entry.getKey() + "=" + Json.text(entry.getValue())));
    return "[" + String.join(",", parts) + "]";
  }
}
