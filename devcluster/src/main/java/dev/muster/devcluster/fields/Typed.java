package dev.muster.devcluster.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The walks over one typed value: the fields it sets, what it looks like without some, and whether
 * it fits its type.
 */
final class Typed {
  private Typed() {}

  /** The fields that the value sets. */
  static FieldSet fields(JsonNode value, Schema schema) {
    var set = new FieldSet();
    fields(value, schema, List.of(), set);
    return set;
  }

  private static void fields(JsonNode value, Schema schema, List<String> path, FieldSet set) {
    if (Walk.isObject(schema, value, null) && value instanceof ObjectNode object) {
      if (schema.atomic() || object.isEmpty()) {
        set.insert(path);
        return;
      }
      for (var name : Json.names(object)) {
        var below = Walk.appended(path, "f:" + name);
        fields(object.get(name), Walk.below(schema, "f:" + name), below, set);
        if (!schema.declares(name)) {
          set.insert(below);
        }
      }
    } else if (Walk.isList(schema, value, null) && !Walk.atomicList(schema) && !value.isEmpty()) {
      Walk.items(schema, value)
          .forEach(
              (step, item) -> {
                var below = Walk.appended(path, step);
                fields(item, Walk.below(schema, step), below, set);
                set.insert(below);
              });
    } else {
      set.insert(path);
    }
  }

  /** The value without these fields; null when nothing is left of it. */
  static JsonNode without(JsonNode value, Schema schema, FieldSet removed) {
    if (Walk.isObject(schema, value, null) && value instanceof ObjectNode object) {
      var rest = Json.object();
      for (var name : object.properties()) {
        keep(name.getValue(), schema, removed, "f:" + name.getKey())
            .ifPresent(kept -> rest.set(name.getKey(), kept));
      }
      return rest.isEmpty() ? null : rest;
    }
    if (Walk.isList(schema, value, null) && value instanceof ArrayNode array) {
      if (Walk.atomicList(schema)) {
        return null;
      }
      var rest = Json.array();
      for (var item : array) {
        keep(item, schema, removed, String.valueOf(Walk.step(schema, item))).ifPresent(rest::add);
      }
      return rest.isEmpty() ? null : rest;
    }
    return value;
  }

  private static java.util.Optional<JsonNode> keep(
      JsonNode value, Schema schema, FieldSet removed, String step) {
    var below = removed.child(step);
    if (below == null) {
      return java.util.Optional.of(value);
    }
    if (below.isMember()) {
      return java.util.Optional.empty();
    }
    return java.util.Optional.ofNullable(without(value, Walk.below(schema, step), below));
  }

  /** Why the value is not of its type: one text per fault. */
  static List<String> faults(JsonNode value, Schema schema) {
    var faults = new ArrayList<String>();
    faults(value, schema, "", faults);
    return faults;
  }

  private static void faults(JsonNode value, Schema schema, String path, List<String> faults) {
    if (Json.isNull(value) || schema.type() == Schema.Type.ANY) {
      return;
    }
    switch (schema.type()) {
      case OBJECT -> objectFaults(value, schema, path, faults);
      case ARRAY -> listFaults(value, schema, path, faults);
      case INTEGER, NUMBER -> {
        if (!value.isNumber()) {
          faults.add(path + ": expected numeric (int or float), got " + goType(value));
        }
      }
      case STRING -> {
        if (!value.isTextual()) {
          faults.add(path + ": expected string, got " + shown(value));
        }
      }
      case BOOLEAN -> {
        if (!value.isBoolean()) {
          faults.add(path + ": expected boolean, got " + goType(value));
        }
      }
      default -> {}
    }
  }

  private static void objectFaults(
      JsonNode value, Schema schema, String path, List<String> faults) {
    if (!(value instanceof ObjectNode object)) {
      faults.add(path + ": expected map, got " + shown(value));
      return;
    }
    for (var name : Json.names(object)) {
      var member = schema.member(name);
      if (member == null) {
        if (!(schema.embedded() && List.of("apiVersion", "kind", "metadata").contains(name))) {
          faults.add(path + "." + name + ": field not declared in schema");
        }
      } else {
        faults(object.get(name), member, path + "." + name, faults);
      }
    }
  }

  private static void listFaults(JsonNode value, Schema schema, String path, List<String> faults) {
    if (!(value instanceof ArrayNode array)) {
      faults.add(path + ": expected list, got " + shown(value));
      return;
    }
    var seen = new HashSet<String>();
    for (int i = 0; i < array.size(); i++) {
      var here = path + "[" + i + "]";
      if (!Walk.atomicList(schema)) {
        var step = Walk.step(schema, array.get(i));
        if (step == null) {
          faults.add(path + ": element " + i + ": " + missingKey(schema, array.get(i)));
          continue;
        }
        var key = step.startsWith("k:") ? Walk.shownKey(step) : "[=" + step.substring(2) + "]";
        if (!seen.add(step)) {
          faults.add(path + ": duplicate entries for key " + key);
        }
        here = path + key;
      }
      faults(array.get(i), schema.items(), here, faults);
    }
  }

  private static String missingKey(Schema schema, JsonNode item) {
    var missing = schema.keys().stream().filter(key -> !item.has(key)).findFirst().orElse("");
    return "associative list with keys has an element that omits key field \""
        + missing
        + "\" (and doesn't have default value)";
  }

  private static String shown(JsonNode value) {
    return value.isContainerNode() ? "&{" + value + "}" : "&{" + value.asText() + "}";
  }

  private static String goType(JsonNode value) {
    if (value.isTextual()) {
      return "string";
    }
    return value.isBoolean()
        ? "bool"
        : value.isObject() ? "map[string]interface {}" : "[]interface {}";
  }
}
