package dev.muster.devcluster.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.schema.Schema.Listing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The types of the built-in kinds, read from the table {@code types.txt}. A line of it is a type:
 * its name ({@code !} behind it: one value for apply; a group before it where another group has a
 * type of that name: {@code discovery/EndpointPort}), then its members as {@code name:type}, where
 * a type is {@code string}, {@code bytes}, {@code bool}, {@code int32}, {@code int64}, {@code
 * time}, {@code microtime}, {@code quantity}, {@code intstr}, {@code any}, the name of another
 * line, {@code {T}} for a map, {@code [T]} for a list, {@code [T]=*} for a set, {@code [T]=key+key}
 * for a list told apart by keys; {@code ~} behind it: an object that is always there; {@code ?}:
 * its zero value is as good as none. Last comes {@code #} and the member's number in protobuf,
 * {@code #1.2} for number 2 in an unnamed message that is number 1.
 */
public final class Types {
  private static final String RESOURCE = "types.txt";

  private final Map<String, String> lines = new HashMap<>();
  private final Map<String, Schema> read = new HashMap<>();

  /** Reads the table. */
  public Types() {
    try (var stream = Types.class.getResourceAsStream(RESOURCE)) {
      var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      for (var line : text.lines().toList()) {
        lines.put(line.substring(0, line.indexOf(' ')).replace("!", ""), line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether there is a type of that name. */
  public boolean has(String name) {
    return lines.containsKey(name);
  }

  /** The type of that name. */
  public synchronized Schema type(String name) {
    var known = read.get(name);
    if (known == null) {
      known = readLine(name);
      read.put(name, known);
    }
    return known;
  }

  private Schema readLine(String name) {
    var line = lines.get(name);
    if (line == null) {
      throw new IllegalArgumentException("no type " + name);
    }
    var words = line.split(" ", -1);
    var members = new HashMap<String, Schema>();
    var source = Json.object().put("x-type", name.substring(name.indexOf('/') + 1));
    for (int i = 1; i < words.length; i++) {
      int colon = words[i].indexOf(':');
      int number = words[i].indexOf('#');
      var member = words[i].substring(0, colon);
      var type = parse(words[i].substring(colon + 1, number < 0 ? words[i].length() : number));
      members.put(member, member.equals("protocol") ? withDefault(type, "TCP") : type);
      if (number > 0) {
        source.withObject("x-protobuf").put(words[i].substring(number + 1), member);
      }
    }
    return object(members, null, words[0].endsWith("!"), source);
  }

  /** The protocol of a port is a key of its list, so apply must know its default. */
  private static Schema withDefault(Schema type, String value) {
    return new Schema(
        type.type(),
        type.properties(),
        null,
        null,
        type.listing(),
        type.keys(),
        false,
        false,
        TextNode.valueOf(value),
        type.source());
  }

  private Schema parse(String text) {
    if (text.endsWith("~")) {
      var type = parse(text.substring(0, text.length() - 1));
      var source = type.source().deepCopy().put("x-always", true);
      return object(type.properties(), type.values(), type.atomic(), source);
    }
    if (text.startsWith("{")) {
      boolean atomic = text.endsWith("!");
      return object(
          Map.of(), parse(text.substring(1, text.lastIndexOf('}'))), atomic, Json.object());
    }
    if (text.startsWith("[")) {
      return list(text);
    }
    if (text.endsWith("?")) {
      var type = parse(text.substring(0, text.length() - 1));
      type.source().put("x-omits-zero", true);
      return type;
    }
    return switch (text) {
      case "string" -> scalar(Schema.Type.STRING, "");
      case "bytes" -> scalar(Schema.Type.STRING, "byte");
      case "bool" -> scalar(Schema.Type.BOOLEAN, "");
      case "int32", "int64" -> scalar(Schema.Type.INTEGER, text);
      case "time" -> scalar(Schema.Type.STRING, "date-time");
      case "microtime" -> scalar(Schema.Type.STRING, "microtime");
      case "quantity" -> scalar(Schema.Type.INT_OR_STRING, "quantity");
      case "intstr" -> scalar(Schema.Type.INT_OR_STRING, "int-or-string");
      case "any" -> Schema.ANY;
      default -> type(text.replace("!", ""));
    };
  }

  private Schema list(String text) {
    int end = text.lastIndexOf(']');
    var items = parse(text.substring(1, end));
    var relation = text.substring(end + 1);
    var listing =
        relation.isEmpty() ? Listing.ATOMIC : relation.equals("=*") ? Listing.SET : Listing.MAP;
    var keys =
        listing == Listing.MAP ? List.of(relation.substring(1).split("\\+")) : List.<String>of();
    return new Schema(
        Schema.Type.ARRAY, Map.of(), null, items, listing, keys, false, false, null, Json.object());
  }

  private static Schema object(
      Map<String, Schema> members, Schema values, boolean atomic, ObjectNode source) {
    return new Schema(
        Schema.Type.OBJECT,
        members,
        values,
        null,
        Listing.ATOMIC,
        List.of(),
        atomic,
        false,
        null,
        source);
  }

  private static Schema scalar(Schema.Type type, String format) {
    var source = format.isEmpty() ? Json.object() : Json.object().put("format", format);
    return new Schema(
        type, Map.of(), null, null, Listing.ATOMIC, List.of(), false, false, null, source);
  }
}
