package dev.muster.devcluster.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.json.MergePatch;
import dev.muster.devcluster.store.Refusal;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Strategic merge patch of built-in kinds: objects merge, keyed lists merge by the first of their
 * keys, sets unite, other lists are replaced. Understands {@code $patch}, {@code $retainKeys},
 * {@code $setElementOrder/…} and {@code $deleteFromPrimitiveList/…}.
 */
public final class StrategicMerge {
  private static final String ORDER = "$setElementOrder/";
  private static final String DELETE = "$deleteFromPrimitiveList/";

  private StrategicMerge() {}

  /** The object after the patch; the object itself may be changed. */
  public static ObjectNode apply(ObjectNode object, ObjectNode patch, Schema schema) {
    return (ObjectNode) object(object, patch, schema);
  }

  private static JsonNode object(ObjectNode target, ObjectNode patch, Schema schema) {
    var directive = patch.path("$patch").asText();
    if (directive.equals("replace")) {
      var whole = patch.deepCopy();
      whole.remove("$patch");
      return whole;
    }
    if (directive.equals("delete")) {
      return Json.object();
    }
    if (patch.has("$retainKeys")) {
      target.retain(Json.texts(patch.get("$retainKeys")));
    }
    for (var change : patch.properties()) {
      var name = change.getKey();
      if (name.startsWith(DELETE)) {
        deletePrimitives(target, name.substring(DELETE.length()), change.getValue());
      } else if (!name.startsWith("$")) {
        member(target, name, change.getValue(), schema, patch.get(ORDER + name));
      }
    }
    return target;
  }

  private static void member(
      ObjectNode target, String name, JsonNode change, Schema schema, JsonNode order) {
    if (change.isNull()) {
      target.remove(name);
      return;
    }
    var known = schema.member(name);
    var member = known == null ? Schema.ANY : known;
    var now = target.get(name);
    if (change instanceof ObjectNode object) {
      boolean any = member.type() == Schema.Type.ANY;
      var base = now instanceof ObjectNode existing ? existing : Json.object();
      target.set(name, any ? MergePatch.apply(base, object) : object(base, object, member));
    } else if (change instanceof ArrayNode list) {
      target.set(name, list(now, list, member, order));
    } else {
      target.set(name, change);
    }
  }

  private static JsonNode list(JsonNode now, ArrayNode patch, Schema schema, JsonNode order) {
    var base = now instanceof ArrayNode existing ? existing : Json.array();
    return switch (schema.listing()) {
      case ATOMIC -> patch.deepCopy();
      case SET -> united(base, patch);
      case MAP -> keyed(base, patch, schema, order);
    };
  }

  private static ArrayNode united(ArrayNode base, ArrayNode patch) {
    for (var item : patch) {
      if (Json.texts(base).stream().noneMatch(item.asText()::equals)) {
        base.add(item);
      }
    }
    return base;
  }

  private static ArrayNode keyed(ArrayNode base, ArrayNode patch, Schema schema, JsonNode order) {
    var key = schema.keys().get(0);
    var server = base.deepCopy();
    boolean replace = false;
    var changed = Json.array();
    for (var item : patch) {
      var directive = item.path("$patch").asText();
      if (directive.equals("replace") && item.size() == 1) {
        replace = true;
        continue;
      }
      if (!item.has(key)) {
        throw Refusal.internal(
            "map: " + goMap(item) + " does not contain declared merge key: " + key);
      }
      int at = indexOf(base, key, item.get(key));
      var found = at >= 0 ? (ObjectNode) base.remove(at) : Json.object();
      if (!directive.equals("delete")) {
        var start = replace ? Json.object() : found;
        changed.add(object(start, (ObjectNode) item, schema.items()));
      }
    }
    if (replace) {
      return changed;
    }
    return order == null
        ? interleaved(base, changed, server, key)
        : interleaved(base, ordered(base, changed, key, order), server, key);
  }

  /** The changed items and those of the rest that the order names, in this order. */
  private static ArrayNode ordered(ArrayNode rest, ArrayNode changed, String key, JsonNode order) {
    var result = Json.array();
    for (var wanted : order) {
      for (var list : List.of(changed, rest)) {
        int at = indexOf(list, key, wanted.get(key));
        if (at >= 0) {
          result.add(list.remove(at));
        }
      }
    }
    return result.addAll(changed);
  }

  /** Puts each item that the patch does not speak of before the first that stood behind it. */
  private static ArrayNode interleaved(
      ArrayNode rest, ArrayNode changed, ArrayNode server, String key) {
    var result = Json.array();
    int r = 0;
    int c = 0;
    while (r < rest.size() || c < changed.size()) {
      boolean fromRest = c >= changed.size();
      if (!fromRest && r < rest.size()) {
        int left = indexOf(server, key, rest.get(r).get(key));
        int right = indexOf(server, key, changed.get(c).get(key));
        fromRest = right >= 0 && left < right;
      }
      result.add(fromRest ? rest.get(r++) : changed.get(c++));
    }
    return result;
  }

  private static String goMap(JsonNode item) {
    return item.properties().stream()
        .map(member -> member.getKey() + ":" + member.getValue().asText())
        .collect(Collectors.joining(" ", "map[", "]"));
  }

  private static int indexOf(ArrayNode list, String key, JsonNode value) {
    for (int i = 0; i < list.size(); i++) {
      if (Json.same(list.get(i).get(key), value)) {
        return i;
      }
    }
    return -1;
  }

  private static void deletePrimitives(ObjectNode target, String name, JsonNode values) {
    if (target.get(name) instanceof ArrayNode list) {
      List<String> gone = Json.texts(values);
      for (int i = list.size() - 1; i >= 0; i--) {
        if (gone.contains(list.get(i).asText())) {
          list.remove(i);
        }
      }
    }
  }
}
