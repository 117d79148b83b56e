package dev.muster.cli.edgegap;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A configuration of Edgegap's matchmaker: its JSON, and where each value stands.
 *
 * @param json the whole
 * @param places of values and, for fields, of their names
 */
public record Configuration(JsonNode json, Map<JsonPointer, Place> places) {
  /**
   * Reads a configuration.
   *
   * @throws InvalidConfiguration when it is no JSON; missing commas are told all at once
   */
  public static Configuration parse(String text) {
    return new JsonText(text.startsWith("\uFEFF") ? text.substring(1) : text).read();
  }

  Value root() {
    return new Value(json, JsonPointer.empty(), "", this);
  }

  Place place(JsonPointer pointer) {
    return places.getOrDefault(pointer, Place.START);
  }
}
