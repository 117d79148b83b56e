package dev.muster.devcluster.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.json.Spelled;
import dev.muster.devcluster.kinds.Kind;
import dev.muster.devcluster.store.Refusal;
import dev.muster.devcluster.store.Resource;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the objects in the bodies of requests. */
final class Bodies {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Bodies() {}

  /**
   * The object in the body of a create or replace; members that occur twice are added to {@code
   * doubled}.
   */
  static ObjectNode object(Call call, Kind kind, List<String> doubled) {
    var node =
        switch (call.contentType()) {
          case "", "application/json" -> json(call, kind, doubled);
          case "application/yaml" -> yaml(call.body());
          default -> throw Media.unsupported();
        };
    if (!(node instanceof ObjectNode object)) {
      throw unrecognized(
          kind,
          "couldn't get version/kind; json parse error: json: cannot unmarshal "
              + (node.isArray() ? "array" : "string")
              + " into Go value of type struct { APIVersion string"
              + " \"json:\\\"apiVersion,omitempty\\\"\"; Kind string"
              + " \"json:\\\"kind,omitempty\\\"\" }",
          hex(call.body()));
    }
    for (var name : List.of("Kind", "apiVersion")) {
      if (object.path(name.equals("Kind") ? "kind" : name).asText().isEmpty()) {
        throw unrecognized(
            kind,
            "Object '" + name + "' is missing in '" + call.body() + "'",
            shortened(call.body()));
      }
    }
    return object;
  }

  private static JsonNode json(Call call, Kind kind, List<String> doubled) {
    try {
      var node = Json.parse(call.body());
      if (node.isMissingNode()) {
        throw unrecognized(
            kind,
            "couldn't get version/kind; json parse error: unexpected end of JSON input",
            "<empty>");
      }
      doubled.addAll(doubledMembers(call.body()));
      if (kind.resource().equals(Resource.CONTROLLER_REVISIONS)
          && node instanceof ObjectNode object) {
        Spelled.keep(object, "data", call.body());
      }
      return node;
    } catch (JsonProcessingException e) {
      throw unrecognized(
          kind,
          "couldn't get version/kind; json parse error: " + goFault(call.body(), e),
          shortened(call.body()));
    }
  }

  private static RuntimeException unrecognized(Kind kind, String why, String shown) {
    return Refusal.badRequest(
        "the object provided is unrecognized (must be of type "
            + kind.resource().kind()
            + "): "
            + why
            + " ("
            + shown
            + ")");
  }

  private static String shortened(String body) {
    return body.length() > 30 ? body.substring(0, 30) + " ..." : body;
  }

  private static String hex(String body) {
    var text = new StringBuilder();
    shortened(body).chars().forEach(c -> text.append(String.format("%02x", c)));
    return text.toString();
  }

  /** The tree in a YAML body. */
  static JsonNode yaml(String body) {
    try {
      return Json.parseYaml(body);
    } catch (JsonProcessingException e) {
      throw Refusal.badRequest(
          "error decoding YAML: error converting YAML to JSON: yaml: line "
              + (e.getLocation() == null ? 1 : e.getLocation().getLineNr())
              + ": did not find expected node content");
    }
  }

  /** A fault of a JSON text in the words of the decoder of Kubernetes. */
  static String goFault(String body, JsonProcessingException fault) {
    if (fault instanceof JsonEOFException || body.isBlank()) {
      return "unexpected end of JSON input";
    }
    var location = fault.getLocation();
    int at = location == null ? 0 : (int) Math.max(0, location.getCharOffset() - 1);
    var letter = at < body.length() ? body.substring(at, at + 1) : "";
    return "invalid character '" + letter + "' looking for beginning of value";
  }

  private static List<String> doubledMembers(String body) {
    var doubled = new ArrayList<String>();
    Deque<Set<String>> seen = new ArrayDeque<>();
    try (var parser = FACTORY.createParser(body)) {
      for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          seen.push(new HashSet<>());
        } else if (token == JsonToken.END_OBJECT) {
          seen.pop();
        } else if (token == JsonToken.FIELD_NAME && !seen.peek().add(parser.currentName())) {
          var path = parser.getParsingContext().pathAsPointer().toString();
          doubled.add(
              "duplicate field \""
                  + path.substring(1).replaceAll("/([0-9]+)(?=/|$)", "[$1]").replace('/', '.')
                  + "\"");
        }
      }
    } catch (IOException e) {
      throw Refusal.badRequest("json: " + e.getMessage());
    }
    return doubled;
  }
}
