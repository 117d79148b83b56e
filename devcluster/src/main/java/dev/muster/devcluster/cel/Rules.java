package dev.muster.devcluster.cel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.schema.Schema;
import dev.muster.devcluster.schema.Schema.Listing;
import dev.muster.devcluster.schema.Violation;
import dev.muster.devcluster.store.Cause;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All rules of one schema, each at its place in the tree. */
public final class Rules {
  private final Schema schema;
  private final List<Rule> own = new ArrayList<>();
  private final Map<String, Rules> properties = new HashMap<>();
  private Rules values;
  private Rules items;

  private Rules(Schema schema) {
    this.schema = schema;
  }

  /**
   * Compiles the rules of an object's schema and what lies below it. What is wrong with them is
   * added to {@code problems}.
   *
   * @param at the path of the schema within its definition, for the problems
   */
  public static Rules compile(Schema schema, String at, List<Cause> problems) {
    return compile(withWhatEveryObjectHas(schema), at, null, problems);
  }

  /** Rules of the whole object see its names, whether or not the schema speaks of them. */
  private static Schema withWhatEveryObjectHas(Schema schema) {
    var text = Schema.read(Json.object().put("type", "string"));
    var metadata =
        Schema.read(Json.object().put("type", "object"))
            .with("name", text)
            .with("generateName", text);
    return schema.with("apiVersion", text).with("kind", text).with("metadata", metadata);
  }

  private static Rules compile(Schema schema, String at, String atomic, List<Cause> problems) {
    var rules = new Rules(schema);
    int i = 0;
    for (var source : schema.source().path("x-kubernetes-validations")) {
      var here = at + ".x-kubernetes-validations[" + i++ + "]";
      if (atomic != null && Rule.usesOld(source)) {
        problems.add(
            Cause.invalidText(
                here + ".rule",
                source.path("rule").asText(),
                "oldSelf cannot be used on the uncorrelatable portion of the schema within "
                    + atomic));
        continue;
      }
      var rule = Rule.compile(source, schema, here, problems);
      if (rule != null) {
        rules.own.add(rule);
      }
    }
    schema
        .properties()
        .forEach(
            (name, member) -> {
              var below = compile(member, at + ".properties[" + name + "]", atomic, problems);
              if (!below.isEmpty()) {
                rules.properties.put(name, below);
              }
            });
    if (schema.values() != null) {
      rules.values = compile(schema.values(), at + ".additionalProperties", atomic, problems);
    }
    if (schema.items() != null) {
      var lost = atomic == null && schema.listing() != Listing.MAP ? at : atomic;
      rules.items = compile(schema.items(), at + ".items", lost, problems);
    }
    return rules;
  }

  /** Whether there is no rule here nor below. */
  public boolean isEmpty() {
    return own.isEmpty()
        && properties.isEmpty()
        && (values == null || values.isEmpty())
        && (items == null || items.isEmpty());
  }

  /** What the rules have against an object; {@code old} is what it was before, null at creation. */
  public List<Violation> check(ObjectNode now, ObjectNode old) {
    var violations = new ArrayList<Violation>();
    check(now, old, List.of(), "", violations);
    return violations;
  }

  private void check(
      JsonNode now, JsonNode old, List<String> path, String field, List<Violation> violations) {
    if (isEmpty() || Json.isNull(now)) {
      return;
    }
    var before = Json.isNull(old) ? null : old;
    for (var rule : own) {
      rule.check(now, before, schema, field)
          .ifPresent(cause -> violations.add(new Violation(path, cause)));
    }
    for (var member : now.properties()) {
      var name = member.getKey();
      var rules = properties.getOrDefault(name, schema.declares(name) ? null : values);
      if (rules != null) {
        var was = before == null ? null : before.get(name);
        var below =
            values == null
                ? (field.isEmpty() ? name : field + "." + name)
                : field + "[" + name + "]";
        rules.check(member.getValue(), was, appended(path, name), below, violations);
      }
    }
    if (items != null) {
      for (int i = 0; i < now.size(); i++) {
        var was = before == null ? null : correlated(now.get(i), before);
        items.check(
            now.get(i),
            was,
            appended(path, Integer.toString(i)),
            field + "[" + i + "]",
            violations);
      }
    }
  }

  /** The item of the old list with the same keys. */
  private JsonNode correlated(JsonNode item, JsonNode list) {
    if (schema.listing() != Listing.MAP) {
      return null;
    }
    for (var candidate : list) {
      if (schema.keys().stream().allMatch(key -> Json.same(candidate.get(key), item.get(key)))) {
        return candidate;
      }
    }
    return null;
  }

  private static List<String> appended(List<String> path, String name) {
    var longer = new ArrayList<>(path);
    longer.add(name);
    return longer;
  }
}
