package dev.muster.devcluster.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.json.JsonPatch;
import dev.muster.devcluster.json.MergePatch;
import dev.muster.devcluster.kinds.Kind;
import dev.muster.devcluster.schema.StrategicMerge;
import dev.muster.devcluster.store.Cause;
import dev.muster.devcluster.store.Refusal;
import dev.muster.devcluster.store.Resource;
import dev.muster.devcluster.store.StatusException;
import java.util.function.UnaryOperator;

/** Reads patches. */
final class Patches {
  static final String JSON_PATCH = "application/json-patch+json";
  static final String MERGE = "application/merge-patch+json";
  static final String STRATEGIC = "application/strategic-merge-patch+json";
  static final String APPLY = "application/apply-patch+yaml";

  private Patches() {}

  /**
   * The change that the call's body describes.
   *
   * @throws StatusException 400 when it is no patch, 415 when the kind does not take patches of
   *     this type
   */
  static UnaryOperator<ObjectNode> of(Call call, Kind kind) {
    return switch (call.contentType()) {
      case JSON_PATCH -> jsonPatch(call.body());
      case MERGE -> mergePatch(call.body());
      case STRATEGIC -> {
        requireBuiltin(kind);
        yield strategic(call.body(), kind);
      }
      default -> throw Media.unsupported(accepted(kind));
    };
  }

  private static void requireBuiltin(Kind kind) {
    if (kind.isCustom()) {
      throw Media.unsupported(accepted(kind));
    }
  }

  private static String accepted(Kind kind) {
    return kind.isCustom()
        ? String.join(", ", JSON_PATCH, MERGE, APPLY)
        : String.join(", ", JSON_PATCH, MERGE, STRATEGIC, APPLY);
  }

  private static UnaryOperator<ObjectNode> jsonPatch(String body) {
    var patch = parse(body);
    if (!(patch instanceof ArrayNode operations)) {
      throw Refusal.badRequest(
          "error decoding patch: json: cannot unmarshal "
              + goKind(patch)
              + " into Go value of type []handlers.jsonPatchOp");
    }
    return object -> {
      try {
        return (ObjectNode) JsonPatch.apply(object, operations);
      } catch (JsonPatch.Failure e) {
        throw rejected();
      }
    };
  }

  private static UnaryOperator<ObjectNode> mergePatch(String body) {
    var patch = objectPatch(body);
    return object -> (ObjectNode) MergePatch.apply(object, patch);
  }

  private static UnaryOperator<ObjectNode> strategic(String body, Kind kind) {
    var patch = objectPatch(body);
    if (kind.resource().equals(Resource.CONTROLLER_REVISIONS)) {
      for (var name : patch.path("data").properties()) {
        throw Refusal.internal(
            "unable to find api field in struct RawExtension for the json field "
                + Cause.quote(name.getKey()));
      }
    }
    return object -> StrategicMerge.apply(object, patch, kind.schema());
  }

  private static ObjectNode objectPatch(String body) {
    var patch = parse(body);
    if (!(patch instanceof ObjectNode object)) {
      throw Refusal.badRequest(
          "error decoding patch: json: cannot unmarshal "
              + goKind(patch)
              + " into Go value of type map[string]interface {}");
    }
    return object;
  }

  private static JsonNode parse(String body) {
    try {
      var node = Json.parse(body);
      if (!node.isMissingNode()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      throw Refusal.badRequest("error decoding patch: " + Bodies.goFault(body, e));
    }
    throw Refusal.badRequest("error decoding patch: unexpected end of JSON input");
  }

  private static String goKind(JsonNode node) {
    return node.isArray()
        ? "array"
        : node.isObject()
            ? "object"
            : node.isNumber() ? "number" : node.isTextual() ? "string" : "bool";
  }

  private static StatusException rejected() {
    return Refusal.of(
        422,
        "Invalid",
        "the server rejected our request due to an error in our request",
        Json.object());
  }
}
