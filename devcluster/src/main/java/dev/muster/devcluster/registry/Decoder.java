package dev.muster.devcluster.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.kinds.Kind;
import dev.muster.devcluster.schema.BuiltinDecoder;
import dev.muster.devcluster.schema.Defaulting;
import dev.muster.devcluster.schema.Pruning;
import dev.muster.devcluster.store.Refusal;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Turns what a client sent into an object of its kind: checked in its types, pruned, with its
 * defaults.
 */
final class Decoder {
  private static final BigDecimal LARGEST = BigDecimal.valueOf(Double.MAX_VALUE);

  /** Of a custom resource, unknown fields are told in the order of their names. */
  private static final Comparator<String> METADATA_FIRST =
      Comparator.comparing((String path) -> !path.startsWith("metadata."))
          .thenComparing(Comparator.naturalOrder());

  private Decoder() {}

  /** Decodes in place, and gives back the paths of unknown fields, which are gone. */
  static List<String> decode(ObjectNode object, Kind kind) {
    try {
      numbers(object, kind);
      if (kind.isCustom()) {
        return decodeCustom(object, kind);
      }
      var unknown = Pruning.prune(object, kind.schema());
      BuiltinDecoder.decode(object, kind.schema());
      kind.behavior().defaults(object);
      return unknown;
    } catch (BuiltinDecoder.DecodingException e) {
      throw Refusal.badRequest(cannotHandle(kind) + e.getMessage());
    }
  }

  /** The beginning of what the API says about a body that it cannot decode. */
  static String cannotHandle(Kind kind) {
    var name = kind.resource().kind();
    return name
        + " in version \""
        + kind.resource().version()
        + "\" cannot be handled as a "
        + name
        + ": ";
  }

  private static List<String> decodeCustom(ObjectNode object, Kind kind) {
    var schema = kind.schema();
    var unknown = Pruning.prune(object, schema);
    if (object.path("metadata") instanceof ObjectNode metadata) {
      BuiltinDecoder.decode(metadata, schema.member("metadata"));
    }
    Defaulting.dropNulls(object, schema);
    Defaulting.fill(object, schema);
    unknown.sort(METADATA_FIRST);
    return unknown;
  }

  private static void numbers(JsonNode node, Kind kind) {
    if (node.isBigDecimal() && node.decimalValue().abs().compareTo(LARGEST) > 0) {
      var spelling = node.asText().replace("E+", "e");
      throw Refusal.badRequest(
          cannotHandle(kind)
              + "json: cannot unmarshal number "
              + spelling
              + " into Go value of type float64");
    }
    node.forEach(child -> numbers(child, kind));
  }

  /** Refuses or warns about unknown fields, as the write asks. */
  static void report(List<String> unknown, Kind kind, Write write) {
    var faults = unknown.stream().map(path -> "unknown field \"" + path + "\"").toList();
    if (write.validation() == Write.Validation.STRICT && !faults.isEmpty()) {
      throw Refusal.badRequest(cannotHandle(kind) + strict(faults));
    }
    if (write.validation() == Write.Validation.WARN) {
      write.warnings().addAll(faults);
    }
  }

  /** The faults as strict decoding tells them. */
  static String strict(List<String> faults) {
    return faults.stream().collect(Collectors.joining(", ", "strict decoding error: ", ""));
  }

  /** An object's metadata. */
  static ObjectNode metadata(ObjectNode object) {
    return Json.child(object, "metadata");
  }
}
