package dev.muster.devcluster.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.store.Cause;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/**
 * Decodes objects of built-in kinds, whose types a real API server knows as structs: a value of
 * another type is an error, empty lists and maps are the same as absent ones and so are zeros where
 * the type says so, quantities are rewritten in their canonical form.
 */
public final class BuiltinDecoder {
  private static final Pattern MICRO_TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}(Z|[+-]\\d\\d:\\d\\d)");
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/\\r\\n]*={0,2}");
  private static final Pattern QUANTITY =
      Pattern.compile("^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$");

  /** A value is not what its type allows. */
  public static final class DecodingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DecodingException(String message) {
      super(message);
    }
  }

  private BuiltinDecoder() {}

  /**
   * Checks and tidies the object in place.
   *
   * @throws DecodingException with the words of a real API server's decoder
   */
  public static void decode(ObjectNode object, Schema schema) {
    members(object, schema, name(schema), "");
  }

  private static void members(ObjectNode object, Schema schema, String struct, String path) {
    for (var name : Json.names(object)) {
      var member = schema.member(name);
      if (member == null || member.type() == Schema.Type.ANY) {
        continue;
      }
      var value = object.get(name);
      var below = schema.declares(name) ? (path.isEmpty() ? name : path + "." + name) : path;
      var decoded = value.isNull() ? null : value(value, member, struct, below);
      if (decoded == null) {
        object.remove(name);
      } else {
        object.set(name, decoded);
      }
    }
    schema
        .properties()
        .forEach(
            (name, member) -> {
              if (member.source().path("x-always").asBoolean() && !object.has(name)) {
                members(object.putObject(name), member, name(member), path + "." + name);
              }
            });
  }

  private static JsonNode base64(JsonNode value) {
    var match = BASE64.matcher(value.asText());
    boolean whole = match.lookingAt() && match.end() == value.asText().length();
    if (!whole || value.asText().length() % 4 != 0) {
      throw new DecodingException("illegal base64 data at input byte " + match.end());
    }
    return value;
  }

  private static String name(Schema schema) {
    return schema.source().path("x-type").asText();
  }

  private static JsonNode value(JsonNode value, Schema schema, String struct, String path) {
    switch (schema.type()) {
      case OBJECT -> {
        expect(value.isObject(), value, struct, path, goType(schema));
        members((ObjectNode) value, schema, schema.values() == null ? name(schema) : struct, path);
        return schema.values() != null && value.isEmpty() ? null : value;
      }
      case ARRAY -> {
        return list(value, schema, struct, path);
      }
      case STRING -> {
        expect(value.isTextual(), value, struct, path, "string");
        return isOmitted(schema, value.asText().isEmpty()) ? null : text(value, schema.format());
      }
      case BOOLEAN -> {
        expect(value.isBoolean(), value, struct, path, "bool");
        return isOmitted(schema, !value.booleanValue()) ? null : value;
      }
      case INTEGER -> {
        boolean fits =
            schema.format().equals("int32") ? value.canConvertToInt() : value.canConvertToLong();
        expect(value.isIntegralNumber() && fits, value, struct, path, schema.format());
        return isOmitted(schema, value.longValue() == 0) ? null : value;
      }
      case INT_OR_STRING -> {
        return schema.format().equals("quantity") ? quantity(value) : intOrString(value);
      }
      default -> {}
    }
    return value;
  }

  private static boolean isOmitted(Schema schema, boolean zero) {
    return zero && schema.source().path("x-omits-zero").asBoolean();
  }

  private static JsonNode text(JsonNode value, String format) {
    return format.equals("byte") ? base64(value) : time(value, format);
  }

  private static void expect(
      boolean fits, JsonNode value, String struct, String path, String type) {
    if (!fits) {
      throw mismatch(value, struct, path, type);
    }
  }

  private static JsonNode list(JsonNode value, Schema schema, String struct, String path) {
    if (!(value instanceof ArrayNode array)) {
      throw mismatch(value, struct, path, "[]" + goType(schema.items()));
    }
    for (int i = 0; i < array.size(); i++) {
      var item = array.get(i).isNull() ? zero(schema.items()) : array.get(i);
      array.set(i, value(item, schema.items(), struct, path));
    }
    return array.isEmpty() ? null : array;
  }

  /** What Go makes of null where it needs a value. */
  private static JsonNode zero(Schema schema) {
    return switch (schema.type()) {
      case OBJECT -> Json.object();
      case STRING -> TextNode.valueOf("");
      case INTEGER, NUMBER -> IntNode.valueOf(0);
      default -> NullNode.getInstance();
    };
  }

  private static JsonNode intOrString(JsonNode value) {
    if (!value.isTextual() && !Json.isInteger(value)) {
      throw new DecodingException(
          "json: cannot unmarshal " + goKind(value) + " into Go value of type int32");
    }
    return value;
  }

  private static JsonNode quantity(JsonNode value) {
    var text = value.isNumber() ? Json.number(value) : value.asText();
    var quantity = Quantity.parse(text);
    if (quantity.isEmpty() || !QUANTITY.matcher(text).matches()) {
      throw new DecodingException(
          "quantities must match the regular expression '" + QUANTITY.pattern() + "'");
    }
    return TextNode.valueOf(quantity.get().canonical());
  }

  private static JsonNode time(JsonNode value, String format) {
    var text = value.textValue();
    if (format.equals("microtime") && !MICRO_TIME.matcher(text).matches()) {
      throw badTime(text, "2006-01-02T15:04:05.000000Z07:00");
    }
    if (format.equals("date-time") || format.equals("microtime")) {
      var instant = instant(text, format);
      var written = format.equals("microtime") ? text : Json.time(instant);
      return written.equals(text) ? value : TextNode.valueOf(written);
    }
    return value;
  }

  private static Instant instant(String text, String format) {
    try {
      return OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant();
    } catch (DateTimeParseException e) {
      throw badTime(
          text,
          format.equals("microtime")
              ? "2006-01-02T15:04:05.000000Z07:00"
              : "2006-01-02T15:04:05Z07:00");
    }
  }

  /**
   * The decoder's words for a time that it cannot read, as far as they can be told without being
   * it.
   */
  private static DecodingException badTime(String text, String layout) {
    var rest = text.length() > 19 ? text.substring(19) : text;
    var expected =
        layout.contains(".000000") && text.length() >= 19
            ? ".000000"
            : text.matches("[0-9]{4}.*") ? layout : "2006";
    return new DecodingException(
        "parsing time "
            + Cause.quote(text)
            + " as "
            + Cause.quote(layout)
            + ": cannot parse "
            + Cause.quote(rest)
            + " as "
            + Cause.quote(expected));
  }

  private static DecodingException mismatch(
      JsonNode value, String struct, String path, String type) {
    return new DecodingException(
        "json: cannot unmarshal "
            + goKind(value)
            + " into Go struct field "
            + struct
            + "."
            + path
            + " of type "
            + type);
  }

  private static String goKind(JsonNode value) {
    if (value.isNumber()) {
      return value.isIntegralNumber() ? "number" : "number " + Json.number(value);
    }
    return value.isBoolean()
        ? "bool"
        : value.isTextual() ? "string" : value.isArray() ? "array" : "object";
  }

  private static String goType(Schema schema) {
    if (schema.values() != null) {
      return "map[string]" + goType(schema.values());
    }
    return switch (schema.type()) {
      case OBJECT -> "v1." + name(schema);
      case ARRAY -> "[]" + goType(schema.items());
      case INTEGER -> schema.format();
      case BOOLEAN -> "bool";
      default -> "string";
    };
  }
}
