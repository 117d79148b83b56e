package dev.muster.devcluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.kinds.Kind;
import dev.muster.devcluster.schema.Documentation;
import dev.muster.devcluster.schema.Schema;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Describes the schema of a kind as OpenAPI does. Built-in kinds refer to their parts by name, as
 * clients show them; custom resources hold them.
 */
final class Describer {
  private static final Set<String> OF_METADATA =
      Set.of(
          "ObjectMeta",
          "ManagedFieldsEntry",
          "OwnerReference",
          "LabelSelector",
          "LabelSelectorRequirement",
          "Condition");
  private static final List<String> OF_ALL = List.of("apiVersion", "kind", "metadata");
  private static final String MACHINERY = "io.k8s.apimachinery.pkg.";

  private final Kind kind;
  private final String group;
  private final String prefix;
  private final ObjectNode schemas;
  private final BiFunction<String, String, Documentation> documentation;

  /**
   * Nothing is described yet.
   *
   * @param schemas the named schemas of the document, to which the parts of this kind are added
   * @param documentation what is said of a type of a group
   */
  Describer(
      Kind kind, ObjectNode schemas, BiFunction<String, String, Documentation> documentation) {
    var resource = kind.resource();
    this.group = resource.group().isEmpty() ? "core" : resource.group().replaceAll("\\..*", "");
    this.prefix = "io.k8s.api." + group + "." + resource.version() + ".";
    this.schemas = schemas;
    this.documentation = documentation;
    this.kind = kind;
  }

  /** The schema of the kind itself. */
  ObjectNode whole(ObjectNode tag) {
    var schema = inline(kind.schema());
    // What every object has is said in the same words of each, of custom resources too.
    for (var name : OF_ALL) {
      if (schema.at("/properties/" + name) instanceof ObjectNode property) {
        say(property, documentation.apply("core", "ConfigMap").ofMember(name));
      }
    }
    schema.putArray("x-kubernetes-group-version-kind").add(tag);
    return schema;
  }

  /** The schema of a part: by its name if it has one. */
  private ObjectNode describe(Schema schema) {
    var name = name(schema);
    if (name.isEmpty()) {
      return inline(schema);
    }
    if (!schemas.has(name)) {
      schemas.putObject(name);
      schemas.set(name, inline(schema));
    }
    var node = Json.object();
    node.putArray("allOf").addObject().put("$ref", "#/components/schemas/" + name);
    return node;
  }

  private String name(Schema schema) {
    if (schema.type() == Schema.Type.INT_OR_STRING && !kind.isCustom()) {
      return MACHINERY
          + (schema.format().equals("quantity")
              ? "api.resource.Quantity"
              : "util.intstr.IntOrString");
    }
    var type = schema.source().path("x-type").asText();
    if (type.isEmpty()) {
      return "";
    }
    return (OF_METADATA.contains(type) ? MACHINERY + "apis.meta.v1." : prefix) + type;
  }

  private ObjectNode inline(Schema schema) {
    var node = Json.object();
    var source = schema.source();
    for (var name :
        List.of(
            "description",
            "format",
            "enum",
            "default",
            "minimum",
            "maximum",
            "pattern",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "maxProperties",
            "required",
            "nullable",
            "x-kubernetes-validations")) {
      if (source.has(name)) {
        node.set(name, source.get(name));
      }
    }
    document(schema, node);
    switch (schema.type()) {
      case OBJECT -> object(schema, node);
      case ARRAY -> list(schema, node);
      case INT_OR_STRING -> {
        node.put("format", "int-or-string");
        node.putArray("oneOf").add(type("integer")).add(type("string"));
      }
      case ANY -> node.put("type", "object").put("x-kubernetes-preserve-unknown-fields", true);
      default -> node.put("type", schema.type().name().toLowerCase(java.util.Locale.ROOT));
    }
    return node;
  }

  private void document(Schema schema, ObjectNode node) {
    var known = documentation(schema);
    say(node, known.ofType());
    var required = known.required(schema.properties().keySet().stream());
    if (!required.isEmpty()) {
      node.set("required", Json.array(required));
    }
  }

  private static void say(ObjectNode node, String text) {
    if (!text.isEmpty()) {
      node.put("description", text);
    }
  }

  private Documentation documentation(Schema schema) {
    var type = schema.source().path("x-type").asText();
    return type.isEmpty() ? Documentation.NONE : documentation.apply(group, type);
  }

  private static ObjectNode type(String name) {
    return Json.object().put("type", name);
  }

  private void object(Schema schema, ObjectNode node) {
    node.put("type", "object");
    if (!schema.properties().isEmpty()) {
      var properties = node.putObject("properties");
      var known = documentation(schema);
      for (var name : schema.properties().keySet().stream().sorted().toList()) {
        var property = describe(schema.properties().get(name));
        say(property, known.ofMember(name));
        properties.set(name, property);
      }
    }
    if (schema.values() != null) {
      node.set("additionalProperties", describe(schema.values()));
    }
    if (schema.preserve()) {
      node.put("x-kubernetes-preserve-unknown-fields", true);
    }
  }

  private void list(Schema schema, ObjectNode node) {
    JsonNode items = schema.items() == null ? Json.object() : describe(schema.items());
    node.put("type", "array").set("items", items);
    switch (schema.listing()) {
      case SET -> node.put("x-kubernetes-list-type", "set");
      case MAP -> {
        node.put("x-kubernetes-list-type", "map");
        node.set("x-kubernetes-list-map-keys", Json.array(schema.keys()));
      }
      default -> {}
    }
  }
}
