package dev.muster.devcluster.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.muster.devcluster.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/**
 * Reads objects of built-in kinds in the binary form in which kubectl sends what it makes up
 * itself: four bytes of magic, then an envelope that names the kind, then the object with the
 * numbers of {@link Types}.
 */
public final class Protobuf {
  private static final byte[] MAGIC = {'k', '8', 's', 0};

  private Protobuf() {}

  /** An object in its envelope. */
  public record Envelope(String apiVersion, String kind, ByteString content) {}

  /**
   * Opens the envelope.
   *
   * @throws IOException when the bytes are none
   */
  public static Envelope open(byte[] bytes) throws IOException {
    if (bytes.length < MAGIC.length || !Arrays.equals(bytes, 0, 4, MAGIC, 0, 4)) {
      throw new IOException("provided data does not appear to be a protobuf message");
    }
    var type = new String[] {"", "", ""};
    var content = ByteString.EMPTY;
    var in = CodedInputStream.newInstance(bytes, 4, bytes.length - 4);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> strings(in, type);
        case 2 -> content = in.readBytes();
        default -> in.skipField(tag);
      }
    }
    return new Envelope(type[1], type[2], content);
  }

  /** Reads a message of strings into the places of their numbers. */
  private static void strings(CodedInputStream in, String[] places) throws IOException {
    int limit = in.pushLimit(in.readRawVarint32());
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int number = WireFormat.getTagFieldNumber(tag);
      if (number < places.length) {
        places[number] = in.readString();
      } else {
        in.skipField(tag);
      }
    }
    in.popLimit(limit);
  }

  /**
   * The object in an envelope, as JSON of this schema has it.
   *
   * @throws IOException when the content is no message of that kind
   */
  public static ObjectNode decode(Envelope envelope, Schema schema) throws IOException {
    var object = Json.object();
    object.put("kind", envelope.kind()).put("apiVersion", envelope.apiVersion());
    members(envelope.content().newCodedInput(), schema, "", object);
    return object;
  }

  private static void members(CodedInputStream in, Schema schema, String prefix, ObjectNode object)
      throws IOException {
    var numbers = schema.source().path("x-protobuf");
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      var number = prefix + WireFormat.getTagFieldNumber(tag);
      var name = numbers.path(number).asText();
      if (!name.isEmpty()) {
        member(in, schema.member(name), name, object);
      } else if (isUnnamed(numbers, number + ".")) {
        int limit = in.pushLimit(in.readRawVarint32());
        members(in, schema, number + ".", object);
        in.popLimit(limit);
      } else {
        in.skipField(tag);
      }
    }
  }

  private static boolean isUnnamed(JsonNode numbers, String prefix) {
    return numbers.properties().stream().anyMatch(number -> number.getKey().startsWith(prefix));
  }

  private static void member(CodedInputStream in, Schema schema, String name, ObjectNode object)
      throws IOException {
    if (schema.type() == Schema.Type.ARRAY) {
      object.withArray(name).add(value(in, schema.items()));
    } else if (schema.values() != null) {
      entry(in, schema.values(), object.withObject(name));
    } else {
      var value = value(in, schema);
      if (value != null) {
        object.set(name, value);
      }
    }
  }

  /** An entry of a map: a message of key and value. */
  private static void entry(CodedInputStream in, Schema values, ObjectNode map) throws IOException {
    int limit = in.pushLimit(in.readRawVarint32());
    var key = "";
    JsonNode value = values.type() == Schema.Type.STRING ? TextNode.valueOf("") : Json.object();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> key = in.readString();
        case 2 -> value = value(in, values);
        default -> in.skipField(tag);
      }
    }
    in.popLimit(limit);
    map.set(key, value);
  }

  private static JsonNode value(CodedInputStream in, Schema schema) throws IOException {
    return switch (schema.type()) {
      case BOOLEAN -> BooleanNode.valueOf(in.readBool());
      case INTEGER -> LongNode.valueOf(in.readInt64());
      case STRING ->
          switch (schema.format()) {
            case "byte" -> TextNode.valueOf(Base64.getEncoder().encodeToString(in.readByteArray()));
            case "date-time", "microtime" -> time(in, schema.format().equals("microtime"));
            default -> TextNode.valueOf(in.readString());
          };
      case INT_OR_STRING -> schema.format().equals("quantity") ? quantity(in) : intOrString(in);
      case ANY -> raw(in);
      default -> object(in, schema);
    };
  }

  private static ObjectNode object(CodedInputStream in, Schema schema) throws IOException {
    var object = Json.object();
    int limit = in.pushLimit(in.readRawVarint32());
    members(in, schema, "", object);
    in.popLimit(limit);
    return object;
  }

  /** A time, null for the one that stands for none. */
  private static JsonNode time(CodedInputStream in, boolean micros) throws IOException {
    var numbers = new long[3];
    int limit = in.pushLimit(in.readRawVarint32());
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      numbers[WireFormat.getTagFieldNumber(tag)] = in.readInt64();
    }
    in.popLimit(limit);
    var instant = Instant.ofEpochSecond(numbers[1], numbers[2]);
    if (instant.equals(Instant.EPOCH)) {
      return null;
    }
    return TextNode.valueOf(micros ? Json.microTime(instant) : Json.time(instant));
  }

  private static JsonNode quantity(CodedInputStream in) throws IOException {
    var texts = new String[] {"", ""};
    strings(in, texts);
    return TextNode.valueOf(texts[1]);
  }

  private static JsonNode intOrString(CodedInputStream in) throws IOException {
    boolean isText = false;
    int number = 0;
    var text = "";
    int limit = in.pushLimit(in.readRawVarint32());
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> isText = in.readInt64() == 1;
        case 2 -> number = in.readInt32();
        case 3 -> text = in.readString();
        default -> in.skipField(tag);
      }
    }
    in.popLimit(limit);
    return isText ? TextNode.valueOf(text) : IntNode.valueOf(number);
  }

  /** What protobuf has no type for: its JSON. */
  private static JsonNode raw(CodedInputStream in) throws IOException {
    var texts = new String[] {"", ""};
    strings(in, texts);
    try {
      return texts[1].isEmpty() ? null : Json.parse(texts[1]);
    } catch (JsonProcessingException e) {
      throw new IOException(e);
    }
  }
}
