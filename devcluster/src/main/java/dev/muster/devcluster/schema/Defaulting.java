package dev.muster.devcluster.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;

/** Fills in the defaults that a custom resource's schema names. */
public final class Defaulting {
  private Defaulting() {}

  /**
   * Gives every missing member its default; null of a member that may not be null counts as
   * missing.
   */
  public static void fill(JsonNode node, Schema schema) {
    if (schema == null) {
      return;
    }
    if (node instanceof ObjectNode object) {
      schema.properties().forEach((name, member) -> fillMember(object, name, member));
      for (var name : Json.names(object)) {
        fill(object.get(name), schema.member(name));
      }
    } else if (node instanceof ArrayNode array && schema.items() != null) {
      array.forEach(item -> fill(item, schema.items()));
    }
  }

  private static void fillMember(ObjectNode object, String name, Schema member) {
    if (member.defaultValue() == null) {
      return;
    }
    var value = object.get(name);
    if (value == null || (value.isNull() && !member.nullable())) {
      object.set(name, member.defaultValue().deepCopy());
    }
  }

  /** Drops null from members that may not be null and have no default. */
  public static void dropNulls(JsonNode node, Schema schema) {
    if (schema == null || schema.type() == Schema.Type.ANY) {
      return;
    }
    if (node instanceof ObjectNode object) {
      for (var name : Json.names(object)) {
        var member = schema.member(name);
        boolean plain = schema.declares(name) && member.type() != Schema.Type.ANY;
        if (object.get(name).isNull() && plain && !member.nullable()) {
          object.remove(name);
        } else {
          dropNulls(object.get(name), member);
        }
      }
    } else if (node instanceof ArrayNode array && schema.items() != null) {
      array.forEach(item -> dropNulls(item, schema.items()));
    }
  }
}
