package dev.muster.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.api.v1alpha1.Api;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** What the CRDs need and the generator has no annotation for. */
final class CrdAdditions {
  private CrdAdditions() {}

  static ObjectNode to(ObjectNode crd, Class<?> type) {
    orderColumns(crd, type);
    var schema = (ObjectNode) crd.at("/spec/versions/0/schema/openAPIV3Schema");
    schema.withArray("required").removeAll().add("spec");
    var kind = crd.at("/spec/names/kind").textValue();
    schema.put("description", descriptionOf(kind));
    var properties = schema.withObjectProperty("properties");
    properties.withObjectProperty("spec").put("description", "What is wanted.");
    properties.withObjectProperty("status").put("description", "What is; written by Muster.");
    if (schema.toString().contains("\"fieldPath\":\".metadata.name\"")) {
      // A rule can only point at a field that the schema has.
      properties
          .withObjectProperty("metadata")
          .put("type", "object")
          .withObjectProperty("properties")
          .withObjectProperty("name")
          .put("type", "string");
    }
    if (kind.equals("Matchmaker")) {
      listMap(schema, "/properties/spec/properties/beacons", "city");
      quantities(schema, "requests");
      quantities(schema, "limits");
    }
    if (kind.equals("MatchmakerProfile")) {
      listMap(schema, "/properties/spec/properties/gameServer/properties/ports", "name");
      ((ObjectNode) schema.at("/properties/spec/properties/gameServer/properties/template"))
          .put("type", "object");
    }
    if (kind.equals("Backfill")) {
      listMap(schema, "/properties/spec/properties/tickets", "id");
      // One owner for all attributes of a ticket: one for each would make managedFields large.
      ((ObjectNode) schema.at("/properties/spec/properties/tickets/items/properties/attributes"))
          .put("type", "object")
          .put("x-kubernetes-map-type", "atomic");
    }
    var conditions = (ObjectNode) schema.at("/properties/status/properties/conditions");
    conditions.put("x-kubernetes-list-type", "map");
    conditions.withArray("x-kubernetes-list-map-keys").add("type");
    ((ObjectNode) conditions.path("items")).putArray("required").add("status").add("type");
    wholeNumbers(schema);
    return crd;
  }

  /** The generator sorts columns by path; people read them in the order of the annotations. */
  private static void orderColumns(ObjectNode crd, Class<?> type) {
    var columns = (ArrayNode) crd.at("/spec/versions/0/additionalPrinterColumns");
    var names =
        Arrays.stream(type.getAnnotationsByType(AdditionalPrinterColumn.class))
            .map(AdditionalPrinterColumn::name)
            .toList();
    var ordered = new ArrayList<JsonNode>();
    columns.forEach(ordered::add);
    ordered.sort(Comparator.comparingInt(column -> names.indexOf(column.path("name").asText())));
    columns.removeAll().addAll(ordered);
  }

  /** Limits as people write them: 256, not 256.0. */
  private static void wholeNumbers(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (var limit : List.of("minimum", "maximum")) {
        if (object.path(limit).isDouble()) {
          object.put(limit, object.path(limit).longValue());
        }
      }
    }
    node.forEach(CrdAdditions::wholeNumbers);
  }

  private static void listMap(ObjectNode schema, String pointer, String key) {
    var list = (ObjectNode) schema.at(pointer);
    list.put("x-kubernetes-list-type", "map");
    list.putArray("x-kubernetes-list-map-keys").add(key);
  }

  /** Kubernetes' own pattern for quantities: an unreadable one must be refused at apply. */
  private static void quantities(ObjectNode schema, String field) {
    var values =
        (ObjectNode)
            schema.at(
                "/properties/spec/properties/resources/properties/"
                    + field
                    + "/additionalProperties");
    values.removeAll();
    values.putArray("anyOf").addObject().put("type", "integer");
    values.withArray("anyOf").addObject().put("type", "string");
    values.put("x-kubernetes-int-or-string", true);
    values.put("pattern", Api.QUANTITY_PATTERN);
  }

  private static String descriptionOf(String kind) {
    return switch (kind) {
      case "Matchmaker" -> "One running matchmaking service.";
      case "MatchmakerProfile" -> "One queue: who may meet, and the game server that they get.";
      case "Match" -> "One match: made by the runtime, given a game server by the operator.";
      case "Backfill" -> "A running server that wants one more group.";
      default -> throw new AssertionError(kind);
    };
  }
}
