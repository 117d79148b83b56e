package dev.muster.devcluster.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Removes what a schema does not know. */
public final class Pruning {
  private static final Set<String> TYPE_MEMBERS = Set.of("apiVersion", "kind", "metadata");

  private final List<String> unknown = new ArrayList<>();

  private Pruning() {}

  /** Removes unknown members from the object and gives back their paths, as they come. */
  public static List<String> prune(ObjectNode object, Schema schema) {
    var pruning = new Pruning();
    pruning.object(object, schema, "");
    return pruning.unknown;
  }

  private void value(JsonNode node, Schema schema, String path) {
    if (schema.type() == Schema.Type.ANY) {
      return;
    }
    if (node instanceof ObjectNode object) {
      object(object, schema, path);
    } else if (node instanceof ArrayNode array && schema.items() != null) {
      for (int i = 0; i < array.size(); i++) {
        value(array.get(i), schema.items(), path + "[" + i + "]");
      }
    }
  }

  private void object(ObjectNode object, Schema schema, String path) {
    var names = new ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    for (var name : names) {
      if (schema.embedded() && TYPE_MEMBERS.contains(name) && !schema.declares(name)) {
        continue;
      }
      var member = schema.member(name);
      var below = path.isEmpty() ? name : path + "." + name;
      if (member == null) {
        unknown.add(below);
        object.remove(name);
      } else {
        value(object.get(name), member, below);
      }
    }
  }
}
