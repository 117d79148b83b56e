package dev.muster.devcluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.store.Refusal;
import dev.muster.devcluster.store.StatusException;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The form in which an answer is wanted.
 *
 * @param as what the object is to be shown as: {@code Table}, {@code PartialObjectMetadata} and the
 *     like; empty for itself
 * @param version the version of that form
 */
record Media(boolean yaml, String as, String version) {
  private static final String ACCEPTED =
      "application/json, application/yaml, application/vnd.kubernetes.protobuf";
  private static final Media JSON = new Media(false, "", "");
  private static final List<String> FORMS =
      List.of("Table", "PartialObjectMetadata", "PartialObjectMetadataList");

  /** The first form that the caller accepts and this server has. */
  static Media of(Call call) {
    var accept = call.header("Accept");
    if (accept.isBlank()) {
      return JSON;
    }
    for (var range : accept.split(",", -1)) {
      var media = parse(range);
      if (media != null) {
        return media;
      }
    }
    throw notAcceptable();
  }

  private static Media parse(String range) {
    var parts = range.split(";", -1);
    var parameters = new HashMap<String, String>();
    for (int i = 1; i < parts.length; i++) {
      var pair = parts[i].strip().split("=", 2);
      parameters.put(pair[0], pair.length == 2 ? pair[1] : "");
    }
    return switch (parts[0].strip()) {
      case "application/json" -> form(false, parameters);
      case "application/yaml" -> form(true, parameters);
      case "*/*", "application/*" -> JSON;
      default -> null;
    };
  }

  private static Media form(boolean yaml, Map<String, String> parameters) {
    var as = parameters.getOrDefault("as", "");
    if (as.isEmpty()) {
      return new Media(yaml, "", "");
    }
    var version = parameters.getOrDefault("v", "");
    boolean known =
        FORMS.contains(as)
            && parameters.getOrDefault("g", "").equals("meta.k8s.io")
            && List.of("v1", "v1beta1").contains(version);
    return known ? new Media(yaml, as, version) : null;
  }

  boolean isTable() {
    return as.equals("Table");
  }

  boolean isPartial() {
    return as.startsWith("PartialObjectMetadata");
  }

  /** The body that answers with this object. */
  Reply reply(int status, JsonNode node, boolean pretty) {
    if (yaml) {
      return Reply.of(status, "application/yaml", Buffer.buffer(Json.yaml(node)));
    }
    var text = pretty ? Json.pretty(node) + "\n" : Json.text(node) + "\n";
    return Reply.of(status, "application/json", Buffer.buffer(text));
  }

  static StatusException notAcceptable() {
    return Refusal.of(
        406, "NotAcceptable", "only the following media types are accepted: " + ACCEPTED, null);
  }

  static StatusException unsupported(String accepted) {
    return Refusal.of(
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: "
            + accepted,
        null);
  }

  static StatusException unsupported() {
    return unsupported(ACCEPTED);
  }
}
