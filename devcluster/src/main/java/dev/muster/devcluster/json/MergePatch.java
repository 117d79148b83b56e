package dev.muster.devcluster.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON merge patch, RFC 7386. What it writes below the object itself is in the order of names. */
public final class MergePatch {
  private MergePatch() {}

  /** The target after the patch; the target itself may be changed. */
  public static JsonNode apply(JsonNode target, JsonNode patch) {
    if (!(patch instanceof ObjectNode changes)) {
      return patch.deepCopy();
    }
    var result = target instanceof ObjectNode object ? object : Json.object();
    for (var change : changes.properties()) {
      if (change.getValue().isNull()) {
        result.remove(change.getKey());
      } else {
        var merged = apply(result.get(change.getKey()), change.getValue());
        result.set(change.getKey(), Json.sorted(merged));
      }
    }
    return result;
  }
}
