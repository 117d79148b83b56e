package dev.muster.devcluster.fields;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.schema.Schema;
import java.util.LinkedHashSet;
import java.util.List;

/** The fields in which two values of one type differ. */
record Comparison(FieldSet added, FieldSet modified, FieldSet removed) {

  /** Compares; either side may be null for absent. */
  static Comparison of(JsonNode before, JsonNode after, Schema schema) {
    var comparison = new Comparison(new FieldSet(), new FieldSet(), new FieldSet());
    comparison.walk(before, after, schema, List.of());
    return comparison;
  }

  /** The same differences, except below these fields. */
  Comparison without(FieldSet ignored) {
    return new Comparison(
        added.without(ignored), modified.without(ignored), removed.without(ignored));
  }

  private void walk(JsonNode before, JsonNode after, Schema schema, List<String> path) {
    if (before == null && after == null) {
      return;
    }
    boolean leaf = true;
    if (Walk.isObject(schema, before, after) && !schema.atomic()) {
      leaf = isEmpty(before) && isEmpty(after);
      for (var name : Walk.names(before, after)) {
        walk(
            Walk.member(before, name),
            Walk.member(after, name),
            Walk.below(schema, "f:" + name),
            Walk.appended(path, "f:" + name));
      }
    } else if (Walk.isList(schema, before, after) && !Walk.atomicList(schema)) {
      leaf = isEmpty(before) && isEmpty(after);
      items(before, after, schema, path);
    }
    if (before == null) {
      added.insert(path);
    } else if (after == null) {
      removed.insert(path);
    } else if (leaf && !Json.same(before, after)) {
      modified.insert(path);
    }
  }

  private void items(JsonNode before, JsonNode after, Schema schema, List<String> path) {
    var old = Walk.items(schema, before);
    var now = Walk.items(schema, after);
    var steps = new LinkedHashSet<>(old.keySet());
    steps.addAll(now.keySet());
    for (var step : steps) {
      walk(old.get(step), now.get(step), schema.items(), Walk.appended(path, step));
    }
  }

  private static boolean isEmpty(JsonNode node) {
    return node == null || node.isEmpty();
  }
}
