package dev.muster.devcluster.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lays an applied value over the live one. */
final class Merge {
  private Merge() {}

  /** The live value with all that the applied one says; either may be null for absent. */
  static JsonNode of(JsonNode live, JsonNode applied, Schema schema) {
    if (applied == null) {
      return live;
    }
    if (live == null) {
      return applied;
    }
    if (Walk.isObject(schema, live, applied) && !schema.atomic() && !bothEmpty(live, applied)) {
      var merged = Json.object();
      for (var name : Walk.names(live, applied)) {
        var member = Walk.below(schema, "f:" + name);
        merged.set(name, of(Walk.member(live, name), Walk.member(applied, name), member));
      }
      return merged;
    }
    if (Walk.isList(schema, live, applied)
        && !Walk.atomicList(schema)
        && !bothEmpty(live, applied)) {
      return new Items(live, applied, schema).merge();
    }
    return applied;
  }

  private static boolean bothEmpty(JsonNode live, JsonNode applied) {
    return live.isEmpty() && applied.isEmpty();
  }

  /**
   * The merge of two lists of items with identities. Items of the applied list come in its order;
   * the others keep their place relative to the items around them.
   */
  private static final class Items {
    private final Schema schema;
    private final Map<String, JsonNode> live;
    private final Map<String, JsonNode> applied;
    private final List<String> left;
    private final List<String> right;
    private final List<String> shared;
    private final Set<String> merged = new HashSet<>();
    private final ArrayNode out = Json.array();

    Items(JsonNode live, JsonNode applied, Schema schema) {
      this.schema = schema;
      this.live = Walk.items(schema, live);
      this.applied = Walk.items(schema, applied);
      this.left = new ArrayList<>(this.live.keySet());
      this.right = new ArrayList<>(this.applied.keySet());
      this.shared = new ArrayList<>(right);
      shared.retainAll(this.live.keySet());
    }

    ArrayNode merge() {
      int l = 0;
      int r = 0;
      while (l < left.size() || r < right.size()) {
        if (l < left.size() && r < right.size()) {
          var step = left.get(l);
          if (step.equals(right.get(r))) {
            take(step);
            l++;
            r++;
            continue;
          }
          if (applied.containsKey(step) && !shared.isEmpty() && !shared.get(0).equals(step)) {
            l++;
            continue;
          }
        }
        if (l < left.size()) {
          var step = left.get(l);
          if (!applied.containsKey(step)) {
            out.add(live.get(step));
            l++;
            continue;
          }
          if (merged.contains(step)) {
            l++;
          }
        }
        if (r < right.size()) {
          take(right.get(r));
          r++;
        }
      }
      return out;
    }

    private void take(String step) {
      merged.add(step);
      out.add(Merge.of(live.get(step), applied.get(step), schema.items()));
      if (!shared.isEmpty() && shared.get(0).equals(step)) {
        shared.remove(0);
      }
    }
  }
}
