package dev.muster.devcluster.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.regex.RegularExpression;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.store.Cause;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks custom resources against their schema, by a JSON-schema validator, in the words of the
 * API.
 */
public final class ValueChecks {
  /** Keywords of OpenAPI and of Kubernetes that JSON schema does not know or means otherwise. */
  private static final Set<String> NOT_CHECKED =
      Set.of("description", "default", "nullable", "example", "externalDocs", "title", "format");

  private static final Set<String> FORMATS =
      Set.of("date-time", "date", "email", "hostname", "ipv4", "ipv6", "uri", "uuid", "duration");

  private final JsonSchema validator;

  /** Prepares the checks of a structural schema as the user wrote it. */
  public ValueChecks(JsonNode structural) {
    var config =
        SchemaValidatorsConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .losslessNarrowing(true)
            .formatAssertionsEnabled(true)
            .preloadJsonSchema(false)
            .regularExpressionFactory(ValueChecks::expression)
            .build();
    this.validator =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
            .getSchema(translated(structural, true), config);
  }

  /** Real clusters match patterns by RE2, anywhere in the text. */
  private static RegularExpression expression(String regex) {
    var pattern = Pattern.compile(regex);
    return text -> pattern.matcher(text).find();
  }

  private static JsonNode translated(JsonNode node, boolean root) {
    if (!(node instanceof ObjectNode source)) {
      return node;
    }
    var target = Json.object();
    for (var member : source.properties()) {
      var name = member.getKey();
      var value = member.getValue();
      if (name.equals("properties")) {
        var properties = target.putObject("properties");
        value.properties().stream()
            .filter(p -> !(root && p.getKey().equals("metadata")))
            .forEach(p -> properties.set(p.getKey(), translated(p.getValue(), false)));
      } else if (Set.of("allOf", "anyOf", "oneOf").contains(name)) {
        var list = target.putArray(name);
        value.forEach(item -> list.add(translated(item, root)));
      } else if (Set.of("items", "additionalProperties", "not").contains(name)) {
        target.set(name, translated(value, false));
      } else if (!name.startsWith("x-") && !NOT_CHECKED.contains(name)) {
        target.set(name, value);
      }
    }
    types(source, target);
    bounds(source, target);
    return target;
  }

  private static void types(ObjectNode source, ObjectNode target) {
    boolean nullable = source.path("nullable").asBoolean();
    if (source.path("x-kubernetes-int-or-string").asBoolean()) {
      target.putArray("type").add("integer").add("string");
      target.remove("anyOf");
    }
    if (nullable && target.has("type")) {
      var types =
          target.get("type").isArray() ? target.get("type") : Json.array().add(target.get("type"));
      target.set(
          "type",
          Json.array().addAll((com.fasterxml.jackson.databind.node.ArrayNode) types).add("null"));
      if (target.has("enum")) {
        target.set("enum", target.get("enum").deepCopy());
        ((com.fasterxml.jackson.databind.node.ArrayNode) target.get("enum")).addNull();
      }
    }
    if (FORMATS.contains(source.path("format").asText())) {
      target.set("format", source.get("format"));
    }
  }

  private static void bounds(ObjectNode source, ObjectNode target) {
    for (var bound : List.of("Minimum", "Maximum")) {
      var flag = target.remove("exclusive" + bound);
      var limit = bound.toLowerCase(java.util.Locale.ROOT);
      if (flag != null && flag.asBoolean() && source.has(limit)) {
        target.set("exclusive" + bound, target.remove(limit));
      }
    }
  }

  /** What is wrong with the object. */
  public List<Violation> check(ObjectNode object) {
    var violations = new ArrayList<Violation>();
    var seen = new HashSet<String>();
    for (var message : validator.validate(object)) {
      var violation = violation(message);
      if (violation != null && seen.add(violation.toString())) {
        violations.add(violation);
      }
    }
    return violations;
  }

  private static Violation violation(ValidationMessage message) {
    var path = new ArrayList<String>();
    var location = message.getInstanceLocation();
    for (int i = 0; i < location.getNameCount(); i++) {
      path.add(location.getName(i));
    }
    if (message.getType().equals("required")) {
      path.add(message.getProperty());
    }
    var cause = cause(message, field(location, message));
    return cause == null ? null : new Violation(path, cause);
  }

  private static String field(
      com.networknt.schema.JsonNodePath location, ValidationMessage message) {
    var field = new StringBuilder();
    for (int i = 0; i < location.getNameCount(); i++) {
      var element = location.getElement(i);
      if (element instanceof Integer) {
        field.append('[').append(element).append(']');
      } else {
        field.append(field.length() == 0 ? "" : ".").append(element);
      }
    }
    if (message.getType().equals("required")) {
      field.append(field.length() == 0 ? "" : ".").append(message.getProperty());
    }
    return field.toString();
  }

  private static Cause cause(ValidationMessage message, String field) {
    var value = message.getInstanceNode();
    var limit = message.getSchemaNode();
    var body = field.isEmpty() ? "<nil>" : field;
    var here = field + " in body ";
    var shown = Cause.show(value);
    return switch (message.getType()) {
      case "type" ->
          Cause.type(
              body,
              quotedType(value),
              here + "must be of type " + types(limit) + ": " + quotedType(value));
      case "required" -> Cause.required(body, "");
      case "enum" ->
          Cause.unsupported(
              body, shown, Json.texts(limit).stream().filter(t -> !t.equals("null")).toList());
      case "maxLength" -> Cause.tooLong(body, limit.asLong());
      case "maxItems", "maxProperties" -> Cause.tooMany(body, value.size(), limit.asLong());
      case "minimum" ->
          Cause.invalid(
              body, shown, here + "should be greater than or equal to " + Json.number(limit));
      case "maximum" ->
          Cause.invalid(
              body, shown, here + "should be less than or equal to " + Json.number(limit));
      case "exclusiveMinimum" ->
          Cause.invalid(body, shown, here + "should be greater than " + Json.number(limit));
      case "exclusiveMaximum" ->
          Cause.invalid(body, shown, here + "should be less than " + Json.number(limit));
      case "multipleOf" ->
          Cause.invalid(body, shown, here + "should be a multiple of " + Json.number(limit));
      case "pattern" -> Cause.invalid(body, shown, here + "should match '" + limit.asText() + "'");
      case "minLength" ->
          Cause.invalid(body, shown, here + "should be at least " + limit + " chars long");
      case "minItems" ->
          Cause.invalid(
              body,
              Integer.toString(value.size()),
              here + "should have at least " + limit + " items");
      case "minProperties" ->
          Cause.invalid(
              body,
              Integer.toString(value.size()),
              here + "should have at least " + limit + " properties");
      case "uniqueItems" ->
          Cause.invalid(body, quotedType(value), here + "shouldn't contain duplicates");
      case "format" ->
          Cause.type(body, shown, here + "must be of type " + limit.asText() + ": " + shown);
      case "oneOf" ->
          Cause.invalid(
              body,
              quotedType(value),
              Cause.quote(body) + " must validate one and only one schema (oneOf)");
      case "anyOf" ->
          Cause.invalid(
              body,
              quotedType(value),
              Cause.quote(body) + " must validate at least one schema (anyOf)");
      case "not" ->
          Cause.invalid(
              body, quotedType(value), Cause.quote(body) + " must not validate the schema (not)");
      default -> Cause.invalid(body, quotedType(value), message.getMessage());
    };
  }

  private static String types(JsonNode limit) {
    return limit.isArray()
        ? String.join(",", Json.texts(limit).stream().filter(t -> !t.equals("null")).toList())
        : limit.asText();
  }

  private static String quotedType(JsonNode value) {
    return Cause.quote(typeName(value));
  }

  /** What JSON schema calls the type of a value. */
  public static String typeName(JsonNode value) {
    if (Json.isNull(value)) {
      return "null";
    }
    if (value.isNumber()) {
      return Json.isWhole(value) ? "integer" : "number";
    }
    return value.isTextual()
        ? "string"
        : value.isBoolean() ? "boolean" : value.isArray() ? "array" : "object";
  }
}
