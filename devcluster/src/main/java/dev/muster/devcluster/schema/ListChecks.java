package dev.muster.devcluster.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.schema.Schema.Listing;
import dev.muster.devcluster.store.Cause;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Checks that sets have no value, and keyed lists no key, twice. */
public final class ListChecks {
  private final List<Violation> violations = new ArrayList<>();

  private ListChecks() {}

  /** The repeated items of an object's lists. */
  public static List<Violation> check(JsonNode node, Schema schema) {
    var checks = new ListChecks();
    checks.value(node, schema, List.of(), "");
    return checks.violations;
  }

  private void value(JsonNode node, Schema schema, List<String> path, String field) {
    if (schema == null || schema.type() == Schema.Type.ANY) {
      return;
    }
    if (node instanceof ObjectNode object) {
      for (var name : Json.names(object)) {
        var below = field.isEmpty() ? name : field + "." + name;
        value(object.get(name), schema.member(name), appended(path, name), below);
      }
    } else if (node instanceof ArrayNode array && schema.items() != null) {
      list(array, schema, path, field);
    }
  }

  private void list(ArrayNode array, Schema schema, List<String> path, String field) {
    var seen = new HashSet<String>();
    for (int i = 0; i < array.size(); i++) {
      var here = field + "[" + i + "]";
      var below = appended(path, Integer.toString(i));
      if (schema.listing() != Listing.ATOMIC) {
        var identity = schema.listing() == Listing.MAP ? key(array.get(i), schema) : array.get(i);
        if (!seen.add(Json.sortedText(identity))) {
          violations.add(new Violation(below, Cause.duplicate(here, Cause.show(identity))));
        }
      }
      value(array.get(i), schema.items(), below, here);
    }
  }

  private static JsonNode key(JsonNode item, Schema schema) {
    var key = Json.object();
    for (var name : schema.keys()) {
      if (item.has(name)) {
        key.set(name, item.get(name));
      }
    }
    return key;
  }

  private static List<String> appended(List<String> path, String name) {
    var longer = new ArrayList<>(path);
    longer.add(name);
    return longer;
  }
}
