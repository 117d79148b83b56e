package dev.muster.devcluster.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.devcluster.json.Json;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One thing that is wrong with an object.
 *
 * @param reason the machine-readable reason, such as {@code FieldValueInvalid}
 * @param message what is wrong, without the field
 * @param field the path of the field, such as {@code spec.ports[0].name}
 */
public record Cause(String reason, String message, String field) {

  /** A field is missing. */
  public static Cause required(String field, String detail) {
    return new Cause(
        "FieldValueRequired", "Required value" + (detail.isEmpty() ? "" : ": " + detail), field);
  }

  /** A value does not fit; {@code value} as it is to be shown. */
  public static Cause invalid(String field, String value, String detail) {
    return new Cause("FieldValueInvalid", "Invalid value: " + value + ": " + detail, field);
  }

  /** A text does not fit. */
  public static Cause invalidText(String field, String value, String detail) {
    return invalid(field, quote(value), detail);
  }

  /** A value has the wrong type. */
  public static Cause type(String field, String value, String detail) {
    return new Cause("FieldValueTypeInvalid", "Invalid value: " + value + ": " + detail, field);
  }

  /** A value is none of the few that are allowed. */
  public static Cause unsupported(String field, String value, List<String> supported) {
    var listed = supported.stream().map(Cause::quote).collect(Collectors.joining(", "));
    return new Cause(
        "FieldValueNotSupported",
        "Unsupported value: " + value + ": supported values: " + listed,
        field);
  }

  /** A value may not be given here. */
  public static Cause forbidden(String field, String detail) {
    return new Cause("FieldValueForbidden", "Forbidden: " + detail, field);
  }

  /** A value is there twice. */
  public static Cause duplicate(String field, String value) {
    return new Cause("FieldValueDuplicate", "Duplicate value: " + value, field);
  }

  /** A text is too long. */
  public static Cause tooLong(String field, long limit) {
    return new Cause(
        "FieldValueTooLong", "Too long: may not be more than " + limit + " bytes", field);
  }

  /** A list or map has too many entries. */
  public static Cause tooMany(String field, int size, long limit) {
    return new Cause(
        "FieldValueTooMany",
        "Too many: " + size + ": must have at most " + limit + " items",
        field);
  }

  /** The text between quotes, escaped. */
  public static String quote(String text) {
    return Json.text(Json.array().add(text)).replaceAll("^\\[|]$", "");
  }

  /** A value as messages show it: texts quoted, numbers plain, containers in the notation of Go. */
  public static String show(JsonNode value) {
    if (Json.isNull(value)) {
      return "null";
    }
    if (value.isTextual()) {
      return quote(value.textValue());
    }
    if (value.isNumber()) {
      return Json.number(value);
    }
    if (value.isObject()) {
      return value.properties().stream()
          .map(member -> quote(member.getKey()) + ":" + show(member.getValue()))
          .collect(Collectors.joining(", ", "map[string]interface {}{", "}"));
    }
    return value.toString();
  }

  @Override
  public String toString() {
    return field + ": " + message;
  }
}
