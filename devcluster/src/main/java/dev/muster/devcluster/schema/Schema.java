package dev.muster.devcluster.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The structure of a value.
 *
 * @param properties the members of an object by name
 * @param values the schema of a map's values; null when the object is no map
 * @param items the schema of a list's items; null for other types
 * @param listing how a list is merged by apply
 * @param keys the members that tell the items of a {@link Listing#MAP} apart
 * @param atomic whether apply takes the whole object as one value
 * @param preserve whether unknown members are kept
 * @param defaultValue what a missing value becomes; null for none
 * @param source the schema as it was written, for what only few need; in built-in types {@code
 *     format} and {@code x-type}, the type's name
 */
public record Schema(
    Type type,
    Map<String, Schema> properties,
    Schema values,
    Schema items,
    Listing listing,
    List<String> keys,
    boolean atomic,
    boolean preserve,
    JsonNode defaultValue,
    ObjectNode source) {

  /** What a value may be. */
  public enum Type {
    OBJECT,
    ARRAY,
    STRING,
    INTEGER,
    NUMBER,
    BOOLEAN,
    INT_OR_STRING,
    ANY
  }

  /** How the items of a list belong together. */
  public enum Listing {
    /** The list is one value. */
    ATOMIC,
    /** Every item is a value of its own, there once. */
    SET,
    /** Items are told apart by keys. */
    MAP
  }

  /** Anything goes. */
  public static final Schema ANY =
      new Schema(
          Type.ANY,
          Map.of(),
          null,
          null,
          Listing.ATOMIC,
          List.of(),
          false,
          true,
          null,
          Json.object());

  /** The schema of a member, or null when the object has none of that name. */
  public Schema member(String name) {
    var property = properties.get(name);
    if (property != null) {
      return property;
    }
    return values != null ? values : preserve ? ANY : null;
  }

  /** Whether the object's member names are fixed, rather than those of a map. */
  public boolean declares(String name) {
    return properties.containsKey(name);
  }

  /** Whether null is a value here. */
  public boolean nullable() {
    return source.path("nullable").asBoolean();
  }

  /** Whether an object with apiVersion, kind and metadata of its own is embedded here. */
  public boolean embedded() {
    return source.path("x-kubernetes-embedded-resource").asBoolean();
  }

  /** The keyword {@code format}, empty when there is none. */
  public String format() {
    return source.path("format").asText();
  }

  /** The same with one member replaced or added. */
  public Schema with(String name, Schema member) {
    var members = new HashMap<>(properties);
    members.put(name, member);
    return new Schema(
        type, members, values, items, listing, keys, atomic, preserve, defaultValue, source);
  }

  /** Reads the schema of a custom resource. */
  public static Schema read(JsonNode node) {
    if (!(node instanceof ObjectNode source)) {
      return ANY;
    }
    var properties = new HashMap<String, Schema>();
    source
        .path("properties")
        .properties()
        .forEach(p -> properties.put(p.getKey(), read(p.getValue())));
    var additional = source.path("additionalProperties");
    var values = additional.isObject() ? read(additional) : additional.asBoolean() ? ANY : null;
    boolean preserve = source.path("x-kubernetes-preserve-unknown-fields").asBoolean();
    return new Schema(
        type(source),
        properties,
        values,
        source.has("items") ? read(source.get("items")) : null,
        listing(source),
        Json.texts(source.get("x-kubernetes-list-map-keys")),
        source.path("x-kubernetes-map-type").asText().equals("atomic"),
        preserve,
        source.get("default"),
        source);
  }

  private static Type type(ObjectNode source) {
    if (source.path("x-kubernetes-int-or-string").asBoolean()) {
      return Type.INT_OR_STRING;
    }
    return switch (source.path("type").asText()) {
      case "object" -> Type.OBJECT;
      case "array" -> Type.ARRAY;
      case "string" -> Type.STRING;
      case "integer" -> Type.INTEGER;
      case "number" -> Type.NUMBER;
      case "boolean" -> Type.BOOLEAN;
      default -> Type.ANY;
    };
  }

  private static Listing listing(ObjectNode source) {
    return switch (source.path("x-kubernetes-list-type").asText()) {
      case "set" -> Listing.SET;
      case "map" -> Listing.MAP;
      default -> Listing.ATOMIC;
    };
  }
}
