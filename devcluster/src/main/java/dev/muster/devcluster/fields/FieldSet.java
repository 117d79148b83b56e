package dev.muster.devcluster.fields;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A set of fields, as a tree: each node is one step of a path, and is a member of the set or only
 * on the way to one. Not thread-safe; the operations with a result leave their operands alone.
 */
final class FieldSet {
  private final Map<String, FieldSet> children = new TreeMap<>();
  private boolean member;

  /** The set that {@code fieldsV1} describes. */
  static FieldSet read(ObjectNode tree) {
    var set = new FieldSet();
    for (var entry : tree.properties()) {
      if (entry.getKey().equals(".")) {
        set.member = true;
      } else if (entry.getValue() instanceof ObjectNode below) {
        var child = read(below);
        child.member |= below.isEmpty();
        set.children.put(entry.getKey(), child);
      }
    }
    return set;
  }

  /** The set of these paths. */
  static FieldSet of(List<List<String>> paths) {
    var set = new FieldSet();
    paths.forEach(set::insert);
    return set;
  }

  /** The set as {@code fieldsV1}. */
  ObjectNode write() {
    var fields = Json.object();
    children.forEach(
        (step, child) -> {
          var below = child.write();
          if (child.member && !child.children.isEmpty()) {
            below.putObject(".");
          }
          fields.set(step, below);
        });
    return fields;
  }

  void insert(List<String> path) {
    var node = this;
    for (var step : path) {
      node = node.children.computeIfAbsent(step, s -> new FieldSet());
    }
    node.member = true;
  }

  boolean isEmpty() {
    return !member && children.values().stream().allMatch(FieldSet::isEmpty);
  }

  boolean isMember() {
    return member;
  }

  /** The set below a step, or null. */
  FieldSet child(String step) {
    return children.get(step);
  }

  FieldSet union(FieldSet other) {
    return combine(other, (a, b) -> a || b);
  }

  FieldSet intersection(FieldSet other) {
    return combine(other, (a, b) -> a && b);
  }

  FieldSet difference(FieldSet other) {
    return combine(other, (a, b) -> a && !b);
  }

  private interface Rule {
    boolean keeps(boolean here, boolean there);
  }

  private FieldSet combine(FieldSet other, Rule rule) {
    var result = new FieldSet();
    result.member = rule.keeps(member, other != null && other.member);
    children.forEach(
        (step, child) ->
            result.keep(step, child.combine(other == null ? null : other.child(step), rule)));
    if (other != null) {
      other.children.forEach(
          (step, child) -> {
            if (!children.containsKey(step)) {
              result.keep(step, new FieldSet().combine(child, rule));
            }
          });
    }
    return result;
  }

  /** The set without the members of the other and all that lies below them. */
  FieldSet without(FieldSet other) {
    var result = new FieldSet();
    result.member = member;
    children.forEach(
        (step, child) -> {
          var cut = other.child(step);
          if (cut == null) {
            result.keep(step, child);
          } else if (!cut.member) {
            result.keep(step, child.without(cut));
          }
        });
    return result;
  }

  private void keep(String step, FieldSet child) {
    if (!child.isEmpty()) {
      children.put(step, child);
    }
  }

  /** The set with every declared member of a struct on the way to a field as a member too. */
  FieldSet withNamedFields(Schema schema) {
    var result = new FieldSet();
    result.member = member;
    children.forEach(
        (step, child) -> {
          var below = child.withNamedFields(Walk.below(schema, step));
          boolean named = step.startsWith("f:") && schema.declares(step.substring(2));
          below.member |= named;
          result.children.put(step, below);
        });
    return result;
  }

  /** The paths of all members, in order. */
  List<List<String>> paths() {
    var paths = new ArrayList<List<String>>();
    collect(List.of(), paths);
    return paths;
  }

  private void collect(List<String> path, List<List<String>> paths) {
    if (member) {
      paths.add(path);
    }
    children.forEach((step, child) -> child.collect(Walk.appended(path, step), paths));
  }
}
