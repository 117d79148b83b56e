package dev.muster.cli.validate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.api.v1alpha1.Api;
import java.util.Map;
import java.util.Optional;

/** In words what the API server says as a pattern. */
final class Hints {
  private static final Map<String, String> BY_PATTERN =
      Map.of(
          Api.DURATION_PATTERN,
          "a duration of at least 1ms: digits and one of ms, s, m, h, such as 30s or 5m",
          "^[1-9][0-9]{0,5}[smh]$",
          "whole seconds, minutes or hours, such as 30s or 2m",
          Api.NETWORK_PATTERN,
          "a network: an address and its bits, such as 10.0.0.0/8 or 2001:db8::/32",
          Api.NAME_PATTERN,
          "at most 40 lower-case letters, digits and dashes; a letter first, no dash last",
          Api.QUEUE_PATTERN,
          "at most 63 letters, digits, '.', '_' and '-'; a letter or digit first",
          "^[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$",
          "at most 15 lower-case letters, digits and dashes; no dash first or last",
          Api.ORIGIN_PATTERN,
          "such as https://game.example or https://*.game.example",
          Api.QUANTITY_PATTERN,
          "a quantity such as 250m or 512Mi",
          Api.HOST_PATTERN,
          "an IP address or a host name, without scheme, port or path",
          Api.OBJECT_NAME_PATTERN,
          "lower-case letters, digits, dashes and dots; no dash or dot first or last");

  private Hints() {}

  /** What to add to a message about a value of the wrong type; empty when it needs nothing. */
  static Optional<String> ofType(JsonNode schema) {
    var pattern = schema.path("pattern").asText();
    var words =
        switch (schema.path("type").asText()) {
          case "string" -> BY_PATTERN.getOrDefault(pattern, "a text, in quotes");
          case "integer" -> "a whole number, without quotes or unit";
          case "number" -> "a number, without quotes or unit";
          case "boolean" -> "true or false, without quotes";
          case "array" -> "a list, each item behind a dash";
          case "object" -> "a map: a name, a colon and a value on each line";
          default -> "";
        };
    return words.isEmpty() ? Optional.empty() : Optional.of(" (" + words + ")");
  }

  /** What to add to a message; empty when it needs nothing. */
  static String of(String message) {
    return BY_PATTERN.entrySet().stream()
        .filter(hint -> message.endsWith("should match '" + hint.getKey() + "'"))
        .findFirst()
        .map(hint -> " (" + hint.getValue() + ")")
        .orElse("");
  }
}
