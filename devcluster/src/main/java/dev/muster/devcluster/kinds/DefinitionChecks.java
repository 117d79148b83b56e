package dev.muster.devcluster.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.muster.devcluster.cel.Rules;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.schema.Schema;
import dev.muster.devcluster.schema.ValueChecks;
import dev.muster.devcluster.store.Cause;
import java.util.ArrayList;
import java.util.List;

/** Checks that the schema of a custom resource definition is structural, and its rules compile. */
final class DefinitionChecks {
  private final List<Cause> causes = new ArrayList<>();

  private DefinitionChecks() {}

  /**
   * Adds what is wrong with the schema at this path. Rules are compiled only when the rest is
   * right.
   */
  static void check(JsonNode schema, String at, List<Cause> causes) {
    var checks = new DefinitionChecks();
    if (!schema.path("type").asText().equals("object")) {
      checks.causes.add(
          Cause.invalid(
              at + ".type", Cause.show(schema.path("type")), "must be object at the root"));
    }
    checks.node(schema, at, true);
    if (checks.causes.isEmpty()) {
      RuleCosts.check(schema, at, checks.causes);
    }
    if (checks.causes.isEmpty()) {
      Rules.compile(Schema.read(schema), at, checks.causes);
    }
    causes.addAll(checks.causes);
  }

  private void node(JsonNode schema, String at, boolean root) {
    boolean untyped =
        schema.path("x-kubernetes-int-or-string").asBoolean()
            || schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
    if (schema.has("$ref")) {
      causes.add(Cause.forbidden(at + ".$ref", "$ref is not supported"));
      return;
    }
    if (!schema.has("type") && !untyped && !root) {
      var what = at.endsWith(".items") ? "array items" : "object fields";
      causes.add(Cause.required(at + ".type", "must not be empty for specified " + what));
    }
    if (schema.has("properties") && schema.has("additionalProperties")) {
      causes.add(
          Cause.forbidden(
              at + ".additionalProperties",
              "additionalProperties and properties are mutual exclusive"));
    }
    pattern(schema.path("pattern"), at);
    list(schema, at);
    if (schema.has("default")) {
      defaults(schema, at);
    }
    schema
        .path("properties")
        .properties()
        .forEach(p -> node(p.getValue(), at + ".properties[" + p.getKey() + "]", false));
    if (schema.path("additionalProperties").isObject()) {
      node(schema.get("additionalProperties"), at + ".additionalProperties", false);
    }
    if (schema.has("items")) {
      node(schema.get("items"), at + ".items", false);
    }
  }

  private void pattern(JsonNode pattern, String at) {
    try {
      Pattern.compile(pattern.asText());
    } catch (PatternSyntaxException e) {
      causes.add(
          Cause.invalidText(
              at + ".pattern",
              pattern.asText(),
              "must be a valid regular expression, but isn't: " + e.getMessage()));
    }
  }

  private void list(JsonNode schema, String at) {
    var type = schema.path("x-kubernetes-list-type").asText();
    var items = schema.path("items");
    var keys = Json.texts(schema.get("x-kubernetes-list-map-keys"));
    if (schema.path("type").asText().equals("array") && !items.isObject()) {
      causes.add(Cause.required(at + ".items", "must be specified"));
    }
    if (type.equals("map") && keys.isEmpty()) {
      causes.add(
          Cause.required(
              at + ".x-kubernetes-list-map-keys",
              "must not be empty if x-kubernetes-list-type is map"));
    }
    for (var key : keys) {
      boolean required = Json.texts(items.get("required")).contains(key);
      if (!required && !items.path("properties").path(key).has("default")) {
        causes.add(
            Cause.required(
                at + ".items.properties[" + key + "].default",
                "this property is in x-kubernetes-list-map-keys, so it must have a default or be"
                    + " a required property"));
      }
    }
    if (type.equals("set")
        && items.path("type").asText().equals("object")
        && !items.path("x-kubernetes-map-type").asText().equals("atomic")) {
      causes.add(
          Cause.invalid(
              at + ".items.x-kubernetes-map-type",
              "\"null\"",
              "must be atomic as item of a list with x-kubernetes-list-type=set"));
    }
  }

  private void defaults(JsonNode schema, String at) {
    var wrapper = Json.object().put("type", "object");
    wrapper.putObject("properties").set("default", schema);
    var value = Json.object();
    value.set("default", schema.get("default").deepCopy());
    dev.muster.devcluster.schema.Defaulting.fill(value, Schema.read(wrapper));
    for (var violation : new ValueChecks(wrapper).check(value)) {
      var cause = violation.cause();
      var field = cause.field().substring("default".length());
      causes.add(
          new Cause(
              cause.reason(),
              cause.message().replace(cause.field() + " in body", field + " in body"),
              at + ".default" + field));
    }
  }
}
