package dev.muster.devcluster.cel;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.errorprone.annotations.Immutable;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.schema.Schema;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The types and values of CEL that stand for schemas and JSON. */
final class CelTypes {
  private static final Set<String> RESERVED =
      Set.of(
          "true",
          "false",
          "null",
          "in",
          "as",
          "break",
          "const",
          "continue",
          "else",
          "for",
          "function",
          "if",
          "import",
          "let",
          "loop",
          "package",
          "namespace",
          "return",
          "var",
          "void",
          "while");

  private final Map<String, StructType> structs = new HashMap<>();

  /** A value is not what its schema says, so that a rule cannot run. */
  static final class Misfit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Misfit(String message) {
      super(message);
    }
  }

  /** The type of values of this schema; {@code path} names it. */
  CelType type(Schema schema, String path) {
    return switch (schema.type()) {
      case INTEGER -> SimpleType.INT;
      case NUMBER -> SimpleType.DOUBLE;
      case BOOLEAN -> SimpleType.BOOL;
      case STRING -> text(schema.format());
      case ARRAY -> ListType.create(type(itemsOf(schema), path + ".@idx"));
      case OBJECT ->
          schema.values() != null
              ? MapType.create(SimpleType.STRING, type(schema.values(), path + ".@prop"))
              : struct(schema, path);
      default -> SimpleType.DYN;
    };
  }

  private static Schema itemsOf(Schema schema) {
    return schema.items() == null ? Schema.ANY : schema.items();
  }

  private static CelType text(String format) {
    return switch (format) {
      case "date-time", "date" -> SimpleType.TIMESTAMP;
      case "duration" -> SimpleType.DURATION;
      case "byte" -> SimpleType.BYTES;
      default -> SimpleType.STRING;
    };
  }

  private StructType struct(Schema schema, String path) {
    var fields = new LinkedHashMap<String, CelType>();
    schema
        .properties()
        .forEach((name, member) -> fields.put(escaped(name), type(member, path + "." + name)));
    var known = ImmutableMap.copyOf(fields);
    var struct =
        StructType.create(path, known.keySet(), name -> Optional.ofNullable(known.get(name)));
    structs.put(path, struct);
    return struct;
  }

  /** The structs that {@link #type} has met. */
  CelTypeProvider provider() {
    return new Provider(ImmutableMap.copyOf(structs));
  }

  @Immutable
  private static final class Provider implements CelTypeProvider {
    private final ImmutableMap<String, StructType> structs;

    Provider(ImmutableMap<String, StructType> structs) {
      this.structs = structs;
    }

    @Override
    public ImmutableCollection<CelType> types() {
      return ImmutableList.copyOf(structs.values());
    }

    @Override
    public Optional<CelType> findType(String name) {
      return Optional.ofNullable(structs.get(name));
    }
  }

  /** A member's name as rules write it. */
  static String escaped(String name) {
    if (RESERVED.contains(name)) {
      return "__" + name + "__";
    }
    return name.replace("__", "__underscores__")
        .replace(".", "__dot__")
        .replace("-", "__dash__")
        .replace("/", "__slash__");
  }

  /**
   * The JSON value as rules see it.
   *
   * @throws Misfit when it is not of the schema's type
   */
  static Object value(JsonNode node, Schema schema) {
    if (Json.isNull(node)) {
      return dev.cel.common.values.NullValue.NULL_VALUE;
    }
    return switch (schema.type()) {
      case INTEGER -> {
        expect(Json.isInteger(node), "int", node);
        yield node.longValue();
      }
      case NUMBER -> {
        expect(node.isNumber(), "double", node);
        yield node.doubleValue();
      }
      case STRING -> {
        expect(node.isTextual(), "string", node);
        yield textValue(node.textValue(), schema.format());
      }
      case BOOLEAN -> {
        expect(node.isBoolean(), "bool", node);
        yield node.booleanValue();
      }
      case ARRAY -> list(node, itemsOf(schema));
      case OBJECT -> object(node, schema);
      default -> any(node);
    };
  }

  private static void expect(boolean fits, String type, JsonNode node) {
    if (!fits) {
      throw new Misfit("invalid data, expected " + type + ", got " + goType(node));
    }
  }

  /** A map that complains about a value that does not fit only when a rule asks for it. */
  private static final class Lazy extends LinkedHashMap<String, Object> {
    private static final long serialVersionUID = 1L;

    @Override
    public Object get(Object name) {
      var value = super.get(name);
      if (value instanceof Misfit misfit) {
        throw misfit;
      }
      return value;
    }
  }

  private static Object attempt(JsonNode node, Schema schema) {
    try {
      return value(node, schema);
    } catch (Misfit e) {
      return e;
    }
  }

  private static Object list(JsonNode node, Schema items) {
    if (!node.isArray()) {
      throw new Misfit("invalid data, expected an array, got " + goType(node));
    }
    var list = new ArrayList<Object>();
    node.forEach(item -> list.add(value(item, items)));
    return list;
  }

  private static Object object(JsonNode node, Schema schema) {
    if (!node.isObject()) {
      throw new Misfit("invalid data, expected a map, got " + goType(node));
    }
    var map = new Lazy();
    for (var member : node.properties()) {
      var name = member.getKey();
      if (schema.values() != null) {
        map.put(name, attempt(member.getValue(), schema.values()));
      } else if (schema.declares(name)) {
        map.put(escaped(name), attempt(member.getValue(), schema.member(name)));
      }
    }
    return map;
  }

  private static Object any(JsonNode node) {
    if (node.isObject()) {
      return node.properties().stream()
          .filter(member -> !member.getValue().isNull())
          .collect(Collectors.toMap(Map.Entry::getKey, m -> any(m.getValue())));
    }
    if (node.isArray()) {
      var list = new ArrayList<Object>();
      node.forEach(item -> list.add(any(item)));
      return list;
    }
    if (node.isNumber()) {
      return Json.isInteger(node) ? (Object) node.longValue() : (Object) node.doubleValue();
    }
    return node.isTextual()
        ? node.textValue()
        : node.isBoolean()
            ? (Object) node.booleanValue()
            : dev.cel.common.values.NullValue.NULL_VALUE;
  }

  private static Object textValue(String text, String format) {
    try {
      return switch (format) {
        case "date-time" -> OffsetDateTime.parse(text).toInstant();
        case "date" -> Instant.parse(text + "T00:00:00Z");
        case "duration" -> java.time.Duration.parse("PT" + text.toUpperCase(java.util.Locale.ROOT));
        case "byte" -> dev.cel.common.values.CelByteString.of(Base64.getDecoder().decode(text));
        default -> text;
      };
    } catch (DateTimeParseException | IllegalArgumentException e) {
      throw new Misfit("invalid data, expected format " + format + ", got " + text);
    }
  }

  private static String goType(JsonNode node) {
    if (node.isNumber()) {
      return Json.isInteger(node) ? "int64" : "float64";
    }
    return node.isTextual()
        ? "string"
        : node.isBoolean() ? "bool" : node.isArray() ? "[]interface {}" : "map[string]interface {}";
  }
}
