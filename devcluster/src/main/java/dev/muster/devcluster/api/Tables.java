package dev.muster.devcluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.kinds.Column;
import dev.muster.devcluster.store.Refusal;
import java.util.List;

/** Shows objects as tables and by their metadata alone. */
final class Tables {
  private Tables() {}

  /**
   * The table of these objects.
   *
   * @param metadata the metadata of the list that they are
   * @param include which part of each object goes with its row: Metadata, Object or None; empty for
   *     Metadata
   */
  static ObjectNode table(
      List<Column> columns,
      List<ObjectNode> objects,
      JsonNode metadata,
      String include,
      String version) {
    if (!List.of("", "Metadata", "Object", "None").contains(include)) {
      throw Refusal.badRequest(
          "Unable to convert to Table as requested: includeObject: Invalid value: \""
              + include
              + "\": must be 'Metadata', 'Object', 'None', or empty");
    }
    var table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/" + version);
    table.set("metadata", metadata);
    var definitions = table.putArray("columnDefinitions");
    columns.forEach(column -> define(column, definitions));
    var rows = table.putArray("rows");
    for (var object : objects) {
      var row = rows.addObject();
      var cells = row.putArray("cells");
      columns.forEach(column -> cells.add(cell(column, object)));
      row.set("object", included(object, include, version));
    }
    return table;
  }

  private static void define(Column column, ArrayNode definitions) {
    definitions
        .addObject()
        .put("name", column.name())
        .put("type", column.type())
        .put("format", column.format())
        .put("description", column.description())
        .put("priority", column.priority());
  }

  private static JsonNode cell(Column column, ObjectNode object) {
    var cell = column.cell().apply(object);
    return Json.isNull(cell) ? NullNode.getInstance() : cell;
  }

  private static JsonNode included(ObjectNode object, String include, String version) {
    return switch (include) {
      case "None" -> NullNode.getInstance();
      case "Object" -> object;
      default -> partial(object, version);
    };
  }

  /** The object's metadata alone. */
  static ObjectNode partial(ObjectNode object, String version) {
    var partial = Json.object();
    partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/" + version);
    partial.set("metadata", object.path("metadata"));
    return partial;
  }
}
