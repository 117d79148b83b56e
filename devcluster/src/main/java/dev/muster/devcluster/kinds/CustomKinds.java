package dev.muster.devcluster.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.cel.Rules;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.kinds.Kind.Called;
import dev.muster.devcluster.kinds.Kind.Scale;
import dev.muster.devcluster.kinds.Kind.Traits;
import dev.muster.devcluster.schema.Schema;
import dev.muster.devcluster.schema.Types;
import dev.muster.devcluster.schema.ValueChecks;
import dev.muster.devcluster.store.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes kinds out of custom resource definitions that passed their checks. */
public final class CustomKinds {
  private final Types types;

  /** With the types of metadata from this table. */
  public CustomKinds(Types types) {
    this.types = types;
  }

  /**
   * Makes a kind and checks an object with it, to no effect but that the classes of the libraries
   * are loaded: that takes longer than all the rest of the first definition.
   */
  public void warmUp() {
    var definition =
        Json.parseObject(
            """
            {"spec": {"group": "g.g", "scope": "Namespaced", "names": {"plural": "ps", "kind": "P"},
              "versions": [{"name": "v1", "served": true, "schema": {"openAPIV3Schema": {
                "type": "object", "properties": {"spec": {"type": "object", "maxProperties": 3,
                  "additionalProperties": {"type": "string", "maxLength": 9, "pattern": "a"},
                  "x-kubernetes-validations": [{"rule":
                    "self.all(n, self[n].size() < 9 && duration('1s') < duration('2s'))"}]}}}}}]}}
            """);
    var object = Json.parseObject("{\"spec\": {\"a\": \"a\"}}");
    of(definition).forEach(kind -> kind.custom().check(object, null, new ArrayList<>()));
  }

  /** One kind for each served version of the definition. */
  public List<Kind> of(ObjectNode definition) {
    var kinds = new ArrayList<Kind>();
    for (var version : definition.path("spec").path("versions")) {
      if (version.path("served").asBoolean()) {
        kinds.add(kind(definition.path("spec"), version));
      }
    }
    return kinds;
  }

  private Kind kind(JsonNode spec, JsonNode version) {
    var names = spec.path("names");
    var source = version.path("schema").path("openAPIV3Schema");
    var schema = complete(Schema.read(source));
    var subresources = version.path("subresources");
    var scale = scale(subresources.path("scale"));
    var resource =
        new Resource(
            spec.path("group").asText(),
            version.path("name").asText(),
            names.path("plural").asText(),
            names.path("kind").asText(),
            spec.path("scope").asText().equals("Namespaced"));
    boolean status = subresources.has("status");
    return new Kind(
        resource,
        new Called(
            names.path("singular").asText(),
            names.path("listKind").asText(),
            Json.texts(names.get("shortNames")),
            Json.texts(names.get("categories"))),
        schema,
        new Traits(status, true, false, false, false),
        columns(version),
        selectors(version),
        Behavior.PLAIN,
        new CustomChecks(
            schema, new ValueChecks(source), Rules.compile(schema, "", new ArrayList<>()), scale),
        scale);
  }

  /** The schema with the members that every object has. */
  private Schema complete(Schema schema) {
    var text = types.type("ObjectMeta").member("name");
    return schema
        .with("apiVersion", text)
        .with("kind", text)
        .with("metadata", types.type("ObjectMeta"));
  }

  private static Scale scale(JsonNode scale) {
    return scale.isMissingNode()
        ? null
        : new Scale(
            scale.path("specReplicasPath").asText(),
            scale.path("statusReplicasPath").asText(),
            scale.path("labelSelectorPath").asText(null));
  }

  private static Map<String, String> selectors(JsonNode version) {
    var selectors = new LinkedHashMap<String, String>();
    for (var field : version.path("selectableFields")) {
      var path = field.path("jsonPath").asText();
      selectors.put(path.substring(1), path);
    }
    return selectors;
  }

  private static List<Column> columns(JsonNode version) {
    var columns = new ArrayList<Column>();
    columns.add(Columns.NAME);
    if (version.path("additionalPrinterColumns").isEmpty()) {
      columns.add(Columns.AGE);
    }
    for (var column : version.path("additionalPrinterColumns")) {
      var path = column.path("jsonPath").asText();
      var compiled = JsonPath.parse(path);
      var type = column.path("type").asText();
      columns.add(
          new Column(
              column.path("name").asText(),
              type,
              column.path("format").asText(),
              column
                  .path("description")
                  .asText("Custom resource definition column (in JSONPath format): " + path),
              column.path("priority").asInt(),
              object -> Columns.typed(compiled.find(object), type)));
    }
    return columns;
  }
}
